// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import app.pixel.lab.cluster.DeclaredObjects;
import app.pixel.lab.cluster.LocalCluster;
import app.pixel.lab.cluster.StrictApply;
import app.pixel.lab.cluster.StrictApply.Verdict;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The objects that the Pulumi program declares for the demo stack, with streams and relays as the options ask. */
record DemoStack(Path root, LocalOptions options, ClusterAddons addons) {

    /** The namespace of the workloads, and that of the relays. */
    static final String NAMESPACE = "pixel";

    static final String RELAYS = "pixel-turn";

    /** More than one starts with, so that an autoscaler has something to do. */
    private static final int STREAMS_AT_MOST = 4;

    /**
     * Puts every object into a cluster, and tells which these are.
     *
     * @throws IllegalStateException when the API server refuses one, or knows a field of it not
     */
    List<HasMetadata> applyTo(LocalCluster cluster) throws IOException {
        List<HasMetadata> objects = new DeclaredObjects(root, secrets()).of("demo", settings());
        var apply = new StrictApply(cluster.client(), "pixel");
        objects.forEach(object -> requireAccepted(object, apply.apply(object)));
        return objects;
    }

    private Map<String, String> settings() {
        var settings = new HashMap<>(Map.of(
                "pixel:podsCidr", LocalCluster.podBlock(),
                "pixel:turn", addons.relays() ? "everyNode" : "\"off\"",
                "pixel:streamsMinimum", String.valueOf(options.streamers()),
                "pixel:streamsMaximum", String.valueOf(Math.max(STREAMS_AT_MOST, options.streamers())),
                "pixel:resolutionWidth", String.valueOf(options.video().size().width()),
                "pixel:resolutionHeight", String.valueOf(options.video().size().height())));
        settings.putAll(addons.settings());
        return settings;
    }

    /**
     * Returns the secrets that the program makes up and keeps. A secret is the same in the namespace that signs and in
     * the one that verifies.
     */
    private static Map<String, Map<String, String>> secrets() {
        return Map.of(
                "matchmaker-session", Map.of("secret", random()),
                "turn-signing", Map.of("secrets", random()),
                "turn-caller", Map.of("token", random()));
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void requireAccepted(HasMetadata object, Verdict verdict) {
        switch (verdict) {
            case Verdict.Accepted _ -> {}
            case Verdict.Doubted doubted -> throw refused(object, String.valueOf(doubted.warnings()));
            case Verdict.Refused refused -> throw refused(object, refused.reason());
        }
    }

    private static IllegalStateException refused(HasMetadata object, String reason) {
        return new IllegalStateException("the API server does not take %s %s: %s"
                .formatted(object.getKind(), object.getMetadata().getName(), reason));
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.node;

import app.pixel.lab.cluster.DeclaredObjects;
import app.pixel.lab.cluster.SelfSigned;
import app.pixel.lab.cluster.StrictApply;
import app.pixel.lab.cluster.StrictApply.Verdict;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The demo stack as visitors find it: below a host name, with a certificate, and with pictures of a modest size.
 *
 * @param certificate of the edge; no authority vouches for it
 * @param took the time from the first object to the last available Deployment
 */
public record PlayedStack(RealNode node, SelfSigned certificate, Duration took) {

    public static final String HOST = "play.example.com";
    public static final String NAMESPACE = "pixel";

    private static final long LIMIT_MINUTES = 5;

    private static final Map<String, String> SETTINGS = Map.of(
            "pixel:host", HOST,
            "pixel:tls", "staging",
            "pixel:acmeEmail", "operator@example.com",
            "pixel:enforcePolicies", "true",
            "pixel:resolutionWidth", "640",
            "pixel:resolutionHeight", "360",
            // Of the charts' releases, the node has the edge. A certificate of ours stands in for cert-manager's.
            "pixel:releases", """
            {traefik: existing, cert-manager: existing, metrics-server: none, kube-prometheus-stack: none, \
            dcgm-exporter: none, prometheus-adapter: none, cluster-autoscaler: none, nvidia-device-plugin: none}""");

    private static final Map<String, Map<String, String>> SECRETS =
            Map.of("matchmaker-session", Map.of("secret", "5".repeat(64)));

    /** Applies what the program declares; back when every Deployment is available and policies are enforced. */
    static PlayedStack on(RealNode node) {
        Instant before = Instant.now();
        var apply = new StrictApply(node.client(), "pixel");
        try {
            new DeclaredObjects(Path.of(".."), SECRETS)
                    .of("demo", SETTINGS).stream()
                            .map(PlayedStack::withPattern)
                            .forEach(object -> requireAccepted(object, apply.apply(object)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SelfSigned certificate = SelfSigned.of(HOST, "san=dns:" + HOST);
        node.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName("edge-tls")
                        .endMetadata()
                        .withType("kubernetes.io/tls")
                        .withStringData(Map.of("tls.key", certificate.key(), "tls.crt", certificate.certificate()))
                        .build())
                .create();
        node.client()
                .apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .list()
                .getItems()
                .forEach(deployment ->
                        node.client().resource(deployment).waitUntilReady(LIMIT_MINUTES, TimeUnit.MINUTES));
        node.cluster().await(() -> isEnforced(node));
        return new PlayedStack(node, certificate, Duration.between(before, Instant.now()));
    }

    private static boolean isEnforced(RealNode node) {
        DaemonSet enforcer = node.client()
                .apps()
                .daemonSets()
                .inNamespace(NAMESPACE + "-policies")
                .withName("kube-router")
                .get();
        return enforcer != null
                && Objects.requireNonNullElse(enforcer.getStatus().getNumberAvailable(), 0) > 0;
    }

    /** The test pattern shows input as marks that a test can read back; the room does not. */
    private static HasMetadata withPattern(HasMetadata object) {
        if (object.getKind().equals("Deployment")
                && object.getMetadata().getName().equals("stream")) {
            List<Map<String, List<String>>> containers =
                    ((GenericKubernetesResource) object).get("spec", "template", "spec", "containers");
            containers.stream()
                    .map(container -> container.getOrDefault("args", List.of()))
                    .filter(arguments -> arguments.contains("streamer"))
                    .forEach(arguments -> arguments.addAll(List.of("--scene", "pattern")));
        }
        return object;
    }

    private static void requireAccepted(HasMetadata object, Verdict verdict) {
        if (!(verdict instanceof Verdict.Accepted)) {
            throw new IllegalStateException("the API server does not take %s %s: %s"
                    .formatted(object.getKind(), object.getMetadata().getName(), verdict));
        }
    }
}

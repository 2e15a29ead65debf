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

    /** The player page's. */
    public static final String URL = "https://%s/game/".formatted(HOST);

    /** It signs the credentials of the relays' clients. */
    public static final String TURN_SECRET = "7".repeat(64);

    /** A name and a password for the way to single pods. */
    public static final String OPERATOR = "operator:swordfish";

    private static final long LIMIT_MINUTES = 5;

    private static final String USERS = "operator:$apr1$pixelnod$PCKqbwUrmo6G7wJEzk5ke0";

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("pixel:host", HOST),
            Map.entry("pixel:pathPrefix", "/game"),
            Map.entry("pixel:tls", "staging"),
            Map.entry("pixel:acmeEmail", "operator@example.com"),
            Map.entry("pixel:enforcePolicies", "true"),
            Map.entry("pixel:turn", "everyNode"),
            Map.entry("pixel:podProxy", "true"),
            Map.entry("pixel:podProxyUsers", "{secure: v1:hidden}"),
            // Two streams, or the demo stack, fit beside everything else on a node with two processors.
            Map.entry("pixel:streamCpu", "50m"),
            Map.entry("pixel:resolutionWidth", "640"),
            Map.entry("pixel:resolutionHeight", "360"),
            // Of the charts' releases, the node has the edge. A certificate of ours stands in for cert-manager's.
            Map.entry("pixel:releases", """
            {traefik: existing, cert-manager: existing, metrics-server: none, kube-prometheus-stack: none, \
            dcgm-exporter: none, prometheus-adapter: none, cluster-autoscaler: none, nvidia-device-plugin: none}"""));

    private static final Map<String, Map<String, String>> SECRETS = Map.of(
            "matchmaker-session", Map.of("secret", "5".repeat(64)),
            "turn-signing", Map.of("secrets", TURN_SECRET),
            "turn-caller", Map.of("token", "9".repeat(64)),
            "pod-proxy-users", Map.of("users", USERS));

    /** Applies what the program declares; back when every Deployment and DaemonSet is available. */
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
        node.cluster().await(() -> isAvailable(node, NAMESPACE + "-policies", "kube-router"));
        node.cluster().await(() -> isAvailable(node, NAMESPACE + "-turn", "coturn"));
        return new PlayedStack(node, certificate, Duration.between(before, Instant.now()));
    }

    private static boolean isAvailable(RealNode node, String namespace, String name) {
        DaemonSet found = node.client()
                .apps()
                .daemonSets()
                .inNamespace(namespace)
                .withName(name)
                .get();
        return found != null && Objects.requireNonNullElse(found.getStatus().getNumberAvailable(), 0) > 0;
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

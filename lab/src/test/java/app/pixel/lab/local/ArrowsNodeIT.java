// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.node.Listeners;
import app.pixel.lab.node.Outside;
import app.pixel.lab.node.PlayedStack;
import app.pixel.lab.node.StackUnderTest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every arrow that the stack's policies draw, and every one that they do not, by real connections. The stack's own
 * enforcer is at work.
 */
@ExtendWith(StackUnderTest.class)
class ArrowsNodeIT {

    private static final String STRANGER = "stranger";
    private static final String UNLABELLED = "unlabelled";
    private static final Set<String> OURS =
            Set.of("matchmaker", "player", "pod-proxy", "stream", "turn-credentials", UNLABELLED);

    /** No Prometheus is in this stack, so that nothing may ask for metrics. */
    private static final int OPERATIONS = 9000;

    private static Parties parties;
    private static ReviewedArrows drawn;
    private static Set<Arrow> tried;
    private static Set<Arrow> open;

    @BeforeAll
    static void try_every_arrow(PlayedStack stack) {
        KubernetesClient client = stack.node().client();
        drawn = ReviewedArrows.of(policies(client));
        for (Pod pod : List.of(bystander(STRANGER, "default"), bystander(UNLABELLED, PlayedStack.NAMESPACE))) {
            client.resource(pod).serverSideApply();
            client.resource(pod).waitUntilReady(60, SECONDS);
        }
        parties = Parties.of(client, List.of(PlayedStack.NAMESPACE, "default", "kube-system", "traefik"));
        // The enforcer hears of a new pod as soon as the kubelet does, and not before.
        stack.node().cluster().await(() -> !parties.open(new Arrow(UNLABELLED, "kube-dns", "TCP", 53)));
        SortedSet<Integer> ports = drawn.ports();
        ports.add(OPERATIONS);
        parties.listen(ports);
        tried = parties.arrows(ports);
        tried.addAll(parties.arrowsTo(Parties.API_SERVER, "TCP", 6443));
        open = parties.open(tried);
    }

    @AfterAll
    static void close(PlayedStack stack) {
        KubernetesClient client = stack.node().client();
        parties.close();
        client.resource(bystander(STRANGER, "default")).delete();
        client.resource(bystander(UNLABELLED, PlayedStack.NAMESPACE)).delete();
    }

    private static Pod bystander(String name, String namespace) {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: %s}
                spec:
                  automountServiceAccountToken: false
                  terminationGracePeriodSeconds: 0
                  securityContext: {runAsNonRoot: true, runAsUser: 10001, seccompProfile: {type: RuntimeDefault}}
                  containers:
                    - name: pause
                      image: lab.pixel.app/pause:1
                      securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                      resources: {requests: {cpu: 1m, memory: 1Mi}, limits: {memory: 16Mi}}
                """.formatted(name, namespace), Pod.class);
    }

    private static List<HasMetadata> policies(KubernetesClient client) {
        return client.network().v1().networkPolicies().inNamespace(PlayedStack.NAMESPACE).list().getItems().stream()
                .map(HasMetadata.class::cast)
                .toList();
    }

    @Test
    void every_connection_that_is_drawn_passes() {
        Set<Arrow> allowed = tried.stream()
                .filter(arrow -> drawn.refused(Set.of(arrow), OURS).isEmpty())
                .collect(Collectors.toSet());

        assertThat(allowed)
                .contains(
                        new Arrow("stream", "matchmaker", "TCP", 9999),
                        new Arrow("matchmaker", "stream", "TCP", 3000),
                        new Arrow("matchmaker", Parties.API_SERVER, "TCP", 6443),
                        new Arrow("stream", "kube-dns", "UDP", 53),
                        new Arrow("stream", Parties.OUTSIDE, "UDP", 9999),
                        new Arrow(Parties.OUTSIDE, "stream", "UDP", 9999),
                        new Arrow("traefik", "player", "TCP", 8080));
        assertThat(open).containsAll(allowed);
    }

    @Test
    void every_connection_that_is_not_drawn_is_refused() {
        List<Arrow> refused = drawn.refused(tried, OURS);

        assertThat(refused)
                .contains(
                        new Arrow(STRANGER, "matchmaker", "TCP", 3000),
                        new Arrow(UNLABELLED, "stream", "TCP", 3000),
                        new Arrow("player", Parties.API_SERVER, "TCP", 6443),
                        new Arrow("player", Parties.OUTSIDE, "UDP", 9999),
                        new Arrow(Parties.OUTSIDE, "player", "TCP", 8080),
                        new Arrow("matchmaker", Parties.OUTSIDE, "TCP", 8080));
        assertThat(open).doesNotContainAnyElementsOf(refused);
    }

    @Test
    void the_metadata_address_is_closed_to_our_pods() {
        try (Listeners _ = Listeners.in(Outside.namespace(), Set.of(80))) {
            Set<String> reaching = parties.names().stream()
                    .filter(party -> parties.namespace(party).connects(Outside.METADATA, 80))
                    .collect(Collectors.toSet());

            assertThat(reaching).contains(STRANGER).doesNotContainAnyElementsOf(OURS);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real turn-credentials follows the nodes and the relays' pods of a real API server, with the rights that the stack
 * gives it.
 */
@ExtendWith(ClusterUnderTest.class)
class NodeWatchClusterIT {

    private static final String HERE = "203.0.113.7";
    private static final String THERE = "203.0.113.8";
    private static final String RELAYS = "pixel-turn";

    private final LocalCluster cluster;
    private final KubernetesClient client;

    NodeWatchClusterIT(LocalCluster cluster) {
        this.cluster = cluster;
        this.client = cluster.client();
    }

    /** Applies the stack's account with its rights, and its relays, which need the names that their pods mount. */
    @BeforeAll
    static void its_account_and_the_relays(LocalCluster cluster) throws IOException {
        var apply = new StrictApply(cluster.client(), "pixel");
        Set<String> needed =
                Set.of("Namespace", "ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");
        new DeclaredObjects(Path.of(".."))
                .of("prod", Map.of("pixel:turn", "byDemand")).stream()
                        .filter(object -> needed.contains(object.getKind())
                                || (object.getKind().equals("Deployment")
                                        && object.getMetadata().getName().equals("coturn")))
                        .forEach(object ->
                                assertThat(apply.apply(object)).isInstanceOf(StrictApply.Verdict.Accepted.class));
    }

    @BeforeEach
    void two_relays_at_most() {
        relays(2);
    }

    @AfterEach
    void no_node_is_left() {
        relays(0);
        client.pods().inNamespace(RELAYS).withGracePeriod(0).delete();
        client.nodes().delete();
    }

    @Test
    void a_node_is_a_relay_from_its_joining_until_it_is_gone(@TempDir Path folder) throws IOException {
        try (var service = RunningTurnCredentials.start(cluster, folder)) {
            assertThat(service.isReady()).isFalse();
            cluster.join(NodeTemplate.DEFAULT, "default-1");
            cluster.joinAt("turn-1", HERE);
            service.await(HERE);
            assertThat(service.isReady()).isTrue();
            cluster.joinAt("turn-2", THERE);
            service.await(HERE, THERE);
            Map<String, Long> asked = asked();

            client.nodes().withName("turn-1").delete();

            service.await(THERE);
            assertThat(asked())
                    .isEqualTo(asked)
                    .containsOnlyKeys("list nodes", "watch nodes", "list pods", "watch pods");
        }
    }

    @Test
    void only_the_node_that_a_relay_runs_on_is_offered(@TempDir Path folder) throws IOException {
        relays(1);
        try (var service = RunningTurnCredentials.start(cluster, folder)) {
            cluster.joinAt("turn-1", HERE);
            service.await(HERE);
            cluster.joinAt("turn-2", THERE);
            cluster.await(() -> service.addressesOf("turn-2").equals(THERE));
            assertThat(service.relays()).containsExactly(HERE);

            relays(2);

            service.await(HERE, THERE);
        }
    }

    @Test
    void a_cordoned_node_is_no_longer_offered_but_its_relay_knows_its_address(@TempDir Path folder) throws IOException {
        try (var service = RunningTurnCredentials.start(cluster, folder)) {
            cluster.joinAt("turn-1", HERE);
            cluster.joinAt("turn-2", THERE);
            service.await(HERE, THERE);

            cordon("turn-1", true);

            service.await(THERE);
            assertThat(service.addressesOf("turn-1")).isEqualTo(HERE);
            cordon("turn-1", false);
            service.await(HERE, THERE);
        }
    }

    @Test
    void a_node_without_an_external_address_is_no_relay(@TempDir Path folder) throws IOException {
        try (var service = RunningTurnCredentials.start(cluster, folder)) {
            cluster.joinAt("turn-1", HERE);
            service.await(HERE);

            address("turn-1", new NodeAddress("10.26.11.4", "InternalIP"));

            service.await();
            assertThat(service.isReady()).isFalse();
            address("turn-1", new NodeAddress(THERE, "ExternalIP"));
            service.await(THERE);
        }
    }

    @Test
    void the_last_relays_hold_while_the_api_server_is_away(@TempDir Path folder) throws IOException {
        try (var service = RunningTurnCredentials.start(cluster, folder)) {
            cluster.joinAt("turn-1", HERE);
            cluster.joinAt("turn-2", THERE);
            service.await(HERE, THERE);

            cluster.stopApiServer();

            assertThat(service.relays()).containsExactlyInAnyOrder(HERE, THERE);
            assertThat(service.isReady()).isTrue();
            cluster.restartApiServer();
            assertThat(service.relays()).containsExactlyInAnyOrder(HERE, THERE);
            cordon("turn-1", true);
            service.await(THERE);
        }
    }

    private void relays(int count) {
        client.apps().deployments().inNamespace(RELAYS).withName("coturn").scale(count);
    }

    private Map<String, Long> asked() {
        return cluster.audit().of("pixel", "turn-credentials");
    }

    private void cordon(String name, boolean unschedulable) {
        client.nodes().withName(name).edit(node -> {
            node.getSpec().setUnschedulable(unschedulable);
            return node;
        });
    }

    private void address(String name, NodeAddress only) {
        Resource<Node> node = client.nodes().withName(name);
        node.editStatus(now -> {
            now.getStatus().setAddresses(List.of(only));
            return now;
        });
    }
}

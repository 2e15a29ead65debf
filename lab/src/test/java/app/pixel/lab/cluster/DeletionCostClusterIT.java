// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real matchmaker writes to a real cluster how many players each stream pod has, with the rights that the stack
 * gives it. The real controller then deletes an idle pod first.
 */
@ExtendWith(ClusterUnderTest.class)
class DeletionCostClusterIT {

    private static final String COST = "controller.kubernetes.io/pod-deletion-cost";
    private static final String REFUSED = "cannot write a pod's deletion cost";
    private static final long PATIENCE_SECONDS = 120;

    /** Of pods about equally old the controller takes any first: one of so many is hardly spared by chance. */
    private static final int MANY = 8;

    private final LocalCluster cluster;
    private final KubernetesClient client;
    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient browser = vertx.createWebSocketClient();
    private Map<String, Long> askedBefore = Map.of();

    DeletionCostClusterIT(LocalCluster cluster) {
        this.cluster = cluster;
        this.client = cluster.client();
    }

    /** The stack's own streams and the account of its matchmaker. */
    @BeforeAll
    static void streams_on_a_gpu_node(LocalCluster cluster) throws IOException {
        cluster.joinWithGpus("gpu-1", MANY);
        apply(cluster, Set.of("Namespace", "ServiceAccount", "Secret", "Role", "RoleBinding"));
        apply(cluster, Set.of("Deployment"));
    }

    private static void apply(LocalCluster cluster, Set<String> kinds) throws IOException {
        var apply = new StrictApply(cluster.client(), "pixel");
        new DeclaredObjects(Path.of(".."))
                .of("prod").stream()
                        .filter(object -> kinds.contains(object.getKind()))
                        .filter(DeletionCostClusterIT::isStreamOrNoWorkload)
                        .forEach(object ->
                                assertThat(apply.apply(object)).isInstanceOf(StrictApply.Verdict.Accepted.class));
    }

    private static boolean isStreamOrNoWorkload(HasMetadata object) {
        return !object.getKind().equals("Deployment")
                || object.getMetadata().getName().equals("stream");
    }

    @BeforeEach
    void one_stream() {
        askedBefore = cluster.audit().of("pixel", "matchmaker");
        scale(1);
    }

    @AfterEach
    void no_pod_is_left() throws Exception {
        scale(0);
        browser.close().await(10, SECONDS);
        vertx.close().await(10, SECONDS);
    }

    @Test
    void the_stream_with_a_player_outlives_idle_ones_that_are_older(@TempDir Path folder) throws Exception {
        List<Pod> older = scale(MANY - 1);
        Set<String> names = older.stream().map(DeletionCostClusterIT::name).collect(Collectors.toSet());
        Pod younger = scale(MANY).stream()
                .filter(pod -> !names.contains(name(pod)))
                .findFirst()
                .orElseThrow();
        try (var matchmaker = RunningMatchmaker.start(cluster, folder);
                var _ = stream(younger, matchmaker)) {
            matchmaker.await(() -> asked().equals(Map.of("list pods", 1L)));
            WebSocket player = matchmaker.player(vertx, browser);
            matchmaker.await(() -> costOf(younger).equals("1"));
            try (var _ = stream(older.getFirst(), matchmaker)) {
                matchmaker.await(() -> asked().equals(Map.of("list pods", 3L, "patch pods", 1L)));

                assertThat(scale(1)).extracting(DeletionCostClusterIT::name).containsExactly(name(younger));
            }

            player.close().await(10, SECONDS);
            matchmaker.await(() -> costOf(younger).equals("0"));
            matchmaker.await(() -> asked().equals(Map.of("list pods", 4L, "patch pods", 2L)));
            assertThat(matchmaker.said(REFUSED)).isZero();
        }
    }

    @Test
    void the_cost_is_written_as_soon_as_the_account_has_the_right(@TempDir Path folder) throws Exception {
        Pod pod = scale(1).getFirst();
        client.rbac().roleBindings().inNamespace("pixel").withName("matchmaker").delete();
        try (var matchmaker = RunningMatchmaker.start(cluster, folder);
                var _ = stream(pod, matchmaker)) {
            matchmaker.await(() -> matchmaker.said(REFUSED) == 1);
            assertThat(matchmaker.said("pods is forbidden")).isEqualTo(1);
            WebSocket player = matchmaker.player(vertx, browser);
            matchmaker.await(() -> matchmaker.said(REFUSED) == 2);
            assertThat(asked()).containsOnlyKeys("list pods");
            assertThat(costOf(pod)).isEmpty();

            apply(cluster, Set.of("RoleBinding"));

            matchmaker.await(() -> costOf(pod).equals("1"));
            assertThat(matchmaker.said(REFUSED)).isEqualTo(2);
            player.close().await(10, SECONDS);
        }
    }

    @Test
    void a_cost_from_an_outage_of_the_api_server_is_written_after_it(@TempDir Path folder) throws Exception {
        Pod pod = scale(1).getFirst();
        try (var matchmaker = RunningMatchmaker.start(cluster, folder);
                var _ = stream(pod, matchmaker)) {
            matchmaker.await(() -> asked().equals(Map.of("list pods", 1L)));
            cluster.stopApiServer();
            WebSocket player = matchmaker.player(vertx, browser);
            matchmaker.await(() -> matchmaker.said(REFUSED) == 1);

            cluster.restartApiServer();

            matchmaker.await(() -> costOf(pod).equals("1"));
            // A server that has just come back may still refuse a list or two.
            assertThat(asked()).containsEntry("patch pods", 1L);
            player.close().await(10, SECONDS);
        }
    }

    private ReportingStream stream(Pod pod, RunningMatchmaker matchmaker) throws Exception {
        return ReportingStream.at(vertx, pod.getStatus().getPodIP(), matchmaker.reportPort());
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getName();
    }

    /** Empty when its annotations do not say. */
    private String costOf(Pod pod) {
        Pod now = client.pods().inNamespace("pixel").withName(name(pod)).require();
        return now.getMetadata().getAnnotations().getOrDefault(COST, "");
    }

    /** Returns the matchmaker's requests in this test. */
    private Map<String, Long> asked() {
        Map<String, Long> asked = new TreeMap<>(cluster.audit().of("pixel", "matchmaker"));
        askedBefore.forEach((what, often) -> asked.merge(what, -often, Long::sum));
        asked.values().removeIf(often -> often == 0);
        return asked;
    }

    /** The pods that stay, once exactly that many run. */
    private List<Pod> scale(int count) {
        client.apps().deployments().inNamespace("pixel").withName("stream").scale(count);
        return client.pods()
                .inNamespace("pixel")
                .withLabel("app.kubernetes.io/name", "stream")
                .informOnCondition(pods -> staying(pods).size() == count
                        && staying(pods).stream()
                                .allMatch(
                                        pod -> "Running".equals(pod.getStatus().getPhase())))
                .orTimeout(PATIENCE_SECONDS, SECONDS)
                .thenApply(DeletionCostClusterIT::staying)
                .join();
    }

    private static List<Pod> staying(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The real scheduler places the pods that the program declares, on nodes like those of its pools. */
@ExtendWith(ClusterUnderTest.class)
class SchedulingClusterIT {

    private static final String NAME = "app.kubernetes.io/name";
    private static final String NAMESPACE = "pixel";

    private static final long PATIENCE_SECONDS = 120;

    private final LocalCluster cluster;
    private final KubernetesClient client;

    SchedulingClusterIT(LocalCluster cluster) {
        this.cluster = cluster;
        this.client = cluster.client();
    }

    private static final String TURN_NAMESPACE = "pixel-turn";
    private static final Set<String> WITHOUT_PODS = Set.of("Namespace", "ServiceAccount", "ConfigMap", "Secret");

    @AfterEach
    void nothing_is_left() {
        for (String namespace : List.of(NAMESPACE, TURN_NAMESPACE)) {
            end(client.apps().deployments().inNamespace(namespace));
            end(client.apps().daemonSets().inNamespace(namespace));
        }
        client.nodes().delete();
    }

    /** Back when its pods are gone, too, and what would make them anew. */
    private static <T extends HasMetadata> void end(FilterWatchListDeletable<T, ?, ?> workloads) {
        workloads.withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
        workloads
                .informOnCondition(List::isEmpty)
                .orTimeout(PATIENCE_SECONDS, SECONDS)
                .join();
    }

    @Test
    void streams_with_a_gpu_each_fill_a_gpu_node_before_the_next_one_waits() throws IOException {
        cluster.join(NodeTemplate.DEFAULT, "default-1");
        cluster.join(NodeTemplate.TURN, "turn-1");
        cluster.join(NodeTemplate.GPU, "gpu-1");

        streams("exclusive", 5);

        assertThat(runningByNode("stream", 4)).isEqualTo(Map.of("gpu-1", 4L));
        assertThat(pending("stream", 1))
                .singleElement()
                .satisfies(pod -> assertThat(reason(pod)).contains("1 Insufficient nvidia.com/gpu"));
    }

    @Test
    void a_gpu_node_that_joins_takes_the_streams_that_waited() throws IOException {
        cluster.join(NodeTemplate.GPU, "gpu-1");
        streams("exclusive", 6);
        pending("stream", 2);

        cluster.join(NodeTemplate.GPU, "gpu-2");

        assertThat(runningByNode("stream", 6)).isEqualTo(Map.of("gpu-1", 4L, "gpu-2", 2L));
    }

    @Test
    void streams_with_a_time_slice_each_fill_all_offered_slices() throws IOException {
        cluster.join(NodeTemplate.DEFAULT, "default-1");
        cluster.joinWithGpus("gpu-1", 8);

        streams("timeSlicing", 9);

        assertThat(runningByNode("stream", 8)).isEqualTo(Map.of("gpu-1", 8L));
        assertThat(pending("stream", 1)).hasSize(1);
    }

    @Test
    void streams_that_share_gpus_are_as_many_as_their_cpu_share_allows() throws IOException {
        cluster.join(NodeTemplate.DEFAULT, "default-1");
        cluster.join(NodeTemplate.GPU, "gpu-1");

        // The program refuses to share a node of several GPUs; the shape only tells it of one.
        declare(
                Map.of(
                        "pixel:gpuSharing",
                        "shared",
                        "pixel:gpuPools",
                        "[{shape: VM.GPU.A10.1, availabilityDomain: 1, bootVolumeGb: 200, min: 1, max: 4}]"),
                "Deployment",
                "stream",
                deployment -> replicas(deployment, 34));

        // 128 threads by 3.75 of the engine's and 0.1 of its sidecar's.
        assertThat(runningByNode("stream", 33)).isEqualTo(Map.of("gpu-1", 33L));
        assertThat(pending("stream", 1))
                .singleElement()
                .satisfies(pod -> assertThat(reason(pod)).contains("1 Insufficient cpu"));
    }

    @Test
    void a_relay_runs_once_on_every_turn_node_only() throws IOException {
        cluster.join(NodeTemplate.DEFAULT, "default-1");
        cluster.join(NodeTemplate.GPU, "gpu-1");
        cluster.join(NodeTemplate.TURN, "turn-1");
        cluster.join(NodeTemplate.TURN, "turn-2");

        declare(Map.of("pixel:turn", "everyNode"), "DaemonSet", "coturn", daemons -> {});

        assertThat(runningByNode("coturn", 2)).isEqualTo(Map.of("turn-1", 1L, "turn-2", 1L));
    }

    @Test
    void a_pod_that_tolerates_nothing_runs_on_the_default_pool_alone() throws IOException {
        cluster.join(NodeTemplate.GPU, "gpu-1");
        cluster.join(NodeTemplate.TURN, "turn-1");
        declare(Map.of(), "Deployment", "turn-credentials", deployment -> replicas(deployment, 1));

        assertThat(pending("turn-credentials", 1))
                .singleElement()
                .satisfies(pod -> assertThat(reason(pod)).contains("untolerated taint"));

        cluster.join(NodeTemplate.DEFAULT, "default-1");

        assertThat(runningByNode("turn-credentials", 1)).isEqualTo(Map.of("default-1", 1L));
    }

    private void streams(String gpuSharing, int count) throws IOException {
        declare(
                Map.of("pixel:gpuSharing", gpuSharing),
                "Deployment",
                "stream",
                deployment -> replicas(deployment, count));
    }

    /** A workload of the largest stack, and what its pods need to be made. */
    private void declare(Map<String, String> settings, String kind, String name, Consumer<HasMetadata> change)
            throws IOException {
        var apply = new StrictApply(client, "pixel");
        for (HasMetadata object : new DeclaredObjects(Path.of("..")).of("prod", settings)) {
            boolean wanted = object.getKind().equals(kind)
                    && object.getMetadata().getName().equals(name);
            if (wanted) {
                change.accept(object);
            }
            if (wanted || WITHOUT_PODS.contains(object.getKind())) {
                assertThat(apply.apply(object)).isInstanceOf(StrictApply.Verdict.Accepted.class);
            }
        }
    }

    @SuppressWarnings("unchecked") // An object as JSON has it.
    private static void replicas(HasMetadata deployment, int count) {
        var spec = (Map<String, Object>) ((GenericKubernetesResource) deployment)
                .getAdditionalProperties()
                .get("spec");
        Objects.requireNonNull(spec).put("replicas", count);
    }

    /** Pods that run, by node, once there are that many. */
    private Map<String, Long> runningByNode(String app, int count) {
        var pods = client.pods().inAnyNamespace().withLabel(NAME, app);
        pods.informOnCondition(all ->
                        all.stream().filter(pod -> "Running".equals(phase(pod))).count() == count)
                .orTimeout(PATIENCE_SECONDS, SECONDS)
                .join();
        return pods.list().getItems().stream()
                .filter(pod -> "Running".equals(phase(pod)))
                .collect(groupingBy(pod -> pod.getSpec().getNodeName(), counting()));
    }

    /** Pods that the scheduler has looked at and found no place for, once there are that many. */
    private List<Pod> pending(String app, int count) {
        return client
                .pods()
                .inAnyNamespace()
                .withLabel(NAME, app)
                .informOnCondition(all ->
                        all.stream().filter(pod -> !reason(pod).isEmpty()).count() == count)
                .orTimeout(PATIENCE_SECONDS, SECONDS)
                .join()
                .stream()
                .filter(pod -> !reason(pod).isEmpty())
                .toList();
    }

    private static String phase(Pod pod) {
        return pod.getStatus().getPhase();
    }

    private static String reason(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> "Unschedulable".equals(condition.getReason()))
                .map(condition -> Objects.toString(condition.getMessage(), ""))
                .findFirst()
                .orElse("");
    }
}

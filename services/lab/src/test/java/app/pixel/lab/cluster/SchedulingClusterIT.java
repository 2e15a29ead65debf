// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import static app.pixel.lab.cluster.Manifests.yaml;
import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where the real scheduler puts pods shaped as the platform's, on nodes shaped as its pools. */
@ExtendWith(ClusterUnderTest.class)
class SchedulingClusterIT {

    private static final String NAMESPACE = "pixel";

    private static final long PATIENCE_SECONDS = 120;

    private final Cluster cluster;
    private final KubernetesClient client;

    SchedulingClusterIT(Cluster cluster) {
        this.cluster = cluster;
        this.client = cluster.client();
    }

    /** coturn needs the host's network, which no stricter level than privileged allows. */
    @BeforeAll
    static void a_namespace(Cluster cluster) {
        Manifests.namespace(cluster.client(), NAMESPACE, "privileged");
    }

    @AfterEach
    void nothing_is_left() {
        client.apps().deployments().inNamespace(NAMESPACE).delete();
        client.apps().daemonSets().inNamespace(NAMESPACE).delete();
        client.pods().inNamespace(NAMESPACE).withGracePeriod(0).delete();
        client.pods()
                .inNamespace(NAMESPACE)
                .informOnCondition(List::isEmpty)
                .orTimeout(PATIENCE_SECONDS, SECONDS)
                .join();
        client.nodes().delete();
    }

    @Test
    void streams_with_a_gpu_each_fill_the_cards_of_a_gpu_node_and_the_next_one_waits() {
        cluster.join(NodeShape.DEFAULT, "default-1");
        cluster.join(NodeShape.TURN, "turn-1");
        cluster.join(NodeShape.GPU, "gpu-1");

        deploy("exclusive", 5, "limits: {nvidia.com/gpu: 1}");

        assertThat(runningByNode("exclusive", 4)).isEqualTo(Map.of("gpu-1", 4L));
        assertThat(pending("exclusive", 1))
                .singleElement()
                .satisfies(pod -> assertThat(reason(pod)).contains("1 Insufficient nvidia.com/gpu"));
    }

    @Test
    void a_gpu_node_that_joins_takes_the_streams_that_waited() {
        cluster.join(NodeShape.GPU, "gpu-1");
        deploy("exclusive", 6, "limits: {nvidia.com/gpu: 1}");
        pending("exclusive", 2);

        cluster.join(NodeShape.GPU, "gpu-2");

        assertThat(runningByNode("exclusive", 6)).isEqualTo(Map.of("gpu-1", 4L, "gpu-2", 2L));
    }

    @Test
    void streams_with_a_time_slice_each_fill_the_slices_that_the_device_plugin_offers() {
        cluster.join(NodeShape.DEFAULT, "default-1");
        cluster.joinWithGpus("gpu-1", 8);

        deploy("sliced", 9, "limits: {nvidia.com/gpu: 1}");

        assertThat(runningByNode("sliced", 8)).isEqualTo(Map.of("gpu-1", 8L));
        assertThat(pending("sliced", 1)).hasSize(1);
    }

    @Test
    void streams_that_share_gpus_are_as_many_as_their_cpu_share_allows() {
        cluster.join(NodeShape.DEFAULT, "default-1");
        cluster.join(NodeShape.GPU, "gpu-1");

        deploy("shared", 35, "requests: {cpu: 3750m}");

        // 128 threads by 3.75.
        assertThat(runningByNode("shared", 34)).isEqualTo(Map.of("gpu-1", 34L));
        assertThat(pending("shared", 1))
                .singleElement()
                .satisfies(pod -> assertThat(reason(pod)).contains("1 Insufficient cpu"));
    }

    @Test
    void a_relay_runs_once_on_every_turn_node_and_nowhere_else() {
        cluster.join(NodeShape.DEFAULT, "default-1");
        cluster.join(NodeShape.GPU, "gpu-1");
        cluster.join(NodeShape.TURN, "turn-1");
        cluster.join(NodeShape.TURN, "turn-2");

        client.resource(yaml("""
                apiVersion: apps/v1
                kind: DaemonSet
                metadata: {name: turn, namespace: pixel}
                spec:
                  selector: {matchLabels: {app: turn}}
                  template:
                    metadata: {labels: {app: turn}}
                    spec:
                      hostNetwork: true
                      nodeSelector: {app.pixel/turn: "true"}
                      tolerations: [{key: app.pixel/turn, operator: Equal, value: "true", effect: NoSchedule}]
                      containers:
                        - name: coturn
                          image: registry.example/coturn:1
                          ports: [{containerPort: 3478, protocol: UDP}]
                """)).create();

        assertThat(runningByNode("turn", 2)).isEqualTo(Map.of("turn-1", 1L, "turn-2", 1L));
    }

    @Test
    void a_pod_that_tolerates_nothing_runs_on_the_default_pool_alone() {
        cluster.join(NodeShape.GPU, "gpu-1");
        cluster.join(NodeShape.TURN, "turn-1");
        client.resource(yaml("""
                apiVersion: v1
                kind: Pod
                metadata: {name: plain, namespace: pixel, labels: {app: plain}}
                spec: {containers: [{name: main, image: "registry.example/main:1"}]}
                """)).create();
        assertThat(pending("plain", 1))
                .singleElement()
                .satisfies(pod -> assertThat(reason(pod)).contains("untolerated taint"));

        cluster.join(NodeShape.DEFAULT, "default-1");

        assertThat(runningByNode("plain", 1)).isEqualTo(Map.of("default-1", 1L));
    }

    private void deploy(String name, int replicas, String resources) {
        client.resource(yaml("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, namespace: pixel}
                spec:
                  replicas: %2$d
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      terminationGracePeriodSeconds: 0
                      nodeSelector: {app.pixel/gpu: "true"}
                      tolerations: [{key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}]
                      containers:
                        - name: unreal
                          image: registry.example/unreal:1
                          resources: {%3$s}
                """.formatted(name, replicas, resources))).create();
    }

    /** Pods that run, by node, once there are that many. */
    private Map<String, Long> runningByNode(String app, int count) {
        var pods = client.pods().inNamespace(NAMESPACE).withLabel("app", app);
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
                .inNamespace(NAMESPACE)
                .withLabel("app", app)
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

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import static app.pixel.lab.cluster.Manifests.yaml;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.Pixel;
import app.pixel.web.Service;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A real matchmaker's gauges move the real autoscaler, which has the platform's target. A real Prometheus scrapes the
 * gauges, and the platform's own rules name them.
 */
@ExtendWith(ClusterUnderTest.class)
class AutoscalingClusterIT {

    private static final Path RULES = Path.of("..", "charts-values", "prometheus-adapter.yaml");
    private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
    private static final long PATIENCE_SECONDS = 120;

    private final LocalCluster cluster;
    private final KubernetesClient client;
    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient browsers = vertx.createWebSocketClient();
    private final Service matchmaker = Pixel.parse(
                    Map.of(), "matchmaker", "--port", "0", "--report-port", "0", "--operations-port", "0")
            .service();

    AutoscalingClusterIT(LocalCluster cluster) {
        this.cluster = cluster;
        this.client = cluster.client();
    }

    @BeforeEach
    void a_scraped_matchmaker_with_a_pool_of_two_streams() throws Exception {
        vertx.deployVerticle(matchmaker).await(10, SECONDS);
        CustomMetrics.start(cluster, RULES)
                .scrape(List.of(new CustomMetrics.Target(
                        "127.0.0.1:" + port("operations-port"),
                        Map.of("namespace", "pixel", "service", "matchmaker", "pod", "matchmaker-0"))));
        Manifests.namespace(client, "pixel", "privileged");
        cluster.join(NodeTemplate.GPU, "gpu-1");
        client.resource(yaml("""
                apiVersion: v1
                kind: Service
                metadata: {name: matchmaker, namespace: pixel}
                spec: {selector: {app: matchmaker}, ports: [{port: 3000}]}
                """)).create();
        client.resource(yaml("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: stream, namespace: pixel}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: stream}}
                  template:
                    metadata: {labels: {app: stream}}
                    spec:
                      terminationGracePeriodSeconds: 0
                      tolerations: [{key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}]
                      containers: [{name: unreal, image: "registry.example/unreal:1"}]
                """)).create();
        running(2);
    }

    private int port(String name) {
        return Objects.requireNonNull(matchmaker.ports().get(name));
    }

    @AfterEach
    void close() throws Exception {
        browsers.close().await(10, SECONDS);
        vertx.close().await(30, SECONDS);
    }

    @Test
    void waiting_players_grow_the_pool_that_later_spares_the_busy_stream() throws Exception {
        List<WebSocket> players = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            players.add(browsers.connect(port("port"), "127.0.0.1", "/").await(10, SECONDS));
        }
        autoscale();

        // Two players and no ready stream are a ratio of 3; against 0.9 that asks for the maximum.
        Set<String> grown = running(4);
        String youngest = grown.stream()
                .max((one, other) -> created(one).compareTo(created(other)))
                .orElseThrow();
        client.pods().inNamespace("pixel").withName(youngest).edit(pod -> {
            pod.getMetadata().getAnnotations().put(DELETION_COST, "1000");
            return pod;
        });
        for (WebSocket player : players) {
            player.close().await(10, SECONDS);
        }

        assertThat(running(1)).containsExactly(youngest);
    }

    private String created(String pod) {
        return client.pods()
                .inNamespace("pixel")
                .withName(pod)
                .get()
                .getMetadata()
                .getCreationTimestamp();
    }

    /** With the platform's metric and target, but in more of a hurry to scale down. */
    private void autoscale() {
        client.resource(yaml("""
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: stream, namespace: pixel}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: stream}
                  minReplicas: 1
                  maxReplicas: 4
                  metrics:
                    - type: Object
                      object:
                        describedObject: {apiVersion: v1, kind: Service, name: matchmaker}
                        metric: {name: player_stream_pool_ratio}
                        target: {type: Value, value: 900m}
                  behavior: {scaleDown: {stabilizationWindowSeconds: 0}}
                """)).create();
    }

    /** The names of the pods that run, once exactly that many do and no other is left. */
    private Set<String> running(int count) {
        return streams()
                .informOnCondition(pods -> pods.size() == count
                        && pods.stream()
                                .allMatch(
                                        pod -> "Running".equals(pod.getStatus().getPhase())))
                .orTimeout(PATIENCE_SECONDS, SECONDS)
                .join()
                .stream()
                .map(pod -> pod.getMetadata().getName())
                .collect(Collectors.toSet());
    }

    private FilterWatchListDeletable<Pod, PodList, PodResource> streams() {
        return client.pods().inNamespace("pixel").withLabel("app", "stream");
    }
}

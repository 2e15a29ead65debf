// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code ./pixel local --cluster}, with its pods' real processes, for a player of the page's protocol. */
class LocalClusterIT {

    /** At which every page comes back by itself. */
    private static final int RECONNECT = 1012;

    private static final String OFFER = "\"type\":\"offer\"";
    private static final String QUEUED = "\"type\":\"queuePosition\"";
    private static final long PATIENCE_SECONDS = 180;

    private final Vertx vertx = Foreground.patient();
    private @Nullable ClusterPlatform platform;

    static LocalOptions options() {
        LocalOptions options = new LocalOptions();
        new CommandLine(options)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs("--port", "0", "--streamers", "1", "--size", "320x180");
        return options;
    }

    private void platform(ClusterAddons addons) throws Exception {
        ClusterPlatform started =
                new ClusterPlatform(options(), addons, new EventLog(System.out), Path.of(".."), System.getenv());
        platform = started;
        vertx.deployVerticle(started).await(300, SECONDS);
        System.out.println(started.greeting());
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(60, SECONDS);
    }

    @Test
    void the_next_pod_replaces_a_deleted_one_as_the_next_stream() throws Exception {
        platform(new ClusterAddons(false, false, Map.of()));
        try (var player = player()) {
            player.awaits(OFFER);
            Pod first = stream();

            client().resource(first).delete();

            player.awaits(WaitingPlayer.CLOSED + RECONNECT);
            player.awaits(OFFER);
            assertThat(stream().getMetadata().getName())
                    .isNotEqualTo(first.getMetadata().getName());
        }
    }

    @Test
    void a_gpu_node_that_joins_drains_the_queue() throws Exception {
        platform(new ClusterAddons(false, true, Map.of("pixel:gpuSharing", "exclusive", "pixel:streamsMaximum", "3")));
        platform().cluster().joinWithGpus("gpu-1", 1);
        try (var plays = player();
                var second = player();
                var third = player()) {
            plays.awaits(OFFER);
            second.awaits(QUEUED);
            third.awaits(QUEUED);

            // The real autoscaler asks for as many as may be; the real scheduler finds no GPU for them.
            streams()
                    .informOnCondition(pods ->
                            pods.stream().filter(LocalClusterIT::hasNoPlace).count() == 2)
                    .get(PATIENCE_SECONDS, SECONDS);
            platform().cluster().joinWithGpus("gpu-2", 2);

            second.awaits(OFFER);
            third.awaits(OFFER);
        }
    }

    private static boolean hasNoPlace(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> "Unschedulable".equals(condition.getReason())
                        && condition.getMessage().contains("Insufficient nvidia.com/gpu"));
    }

    private WaitingPlayer player() throws Exception {
        return WaitingPlayer.at(vertx, platform().port());
    }

    private Pod stream() {
        List<Pod> pods = streams().list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
        assertThat(pods).hasSize(1);
        return pods.getFirst();
    }

    private FilterWatchListDeletable<Pod, PodList, PodResource> streams() {
        return client().pods().inNamespace(DemoStack.NAMESPACE).withLabel("app.kubernetes.io/name", "stream");
    }

    private KubernetesClient client() {
        return platform().cluster().client();
    }

    private ClusterPlatform platform() {
        return Objects.requireNonNull(platform);
    }
}

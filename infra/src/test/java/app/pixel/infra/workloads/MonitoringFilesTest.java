// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Dashboards and alerts ask for published figures, in expressions that Prometheus understands. */
class MonitoringFilesTest {

    private static final Path FOLDER = Path.of("..", "charts-values");
    private static final Pattern FIGURE =
            Pattern.compile("\\b(?:matchmaker|signalserver|turn|DCGM|container|node)_[A-Za-z0-9_]+\\b");

    /** The product's gauges, whose names are an interface, and those of others that we rely on. */
    private static final Set<String> PUBLISHED = Set.of(
            "matchmaker_lobby_open_indicator",
            "matchmaker_player_socket_connections",
            "matchmaker_player_queue_count",
            "matchmaker_streamer_available_count",
            "matchmaker_streamer_connections",
            "matchmaker_streamer_demand_ratio",
            "signalserver_player_socket_connections",
            "signalserver_stream_socket_connections",
            "signalserver_stream_socket_open_indicator",
            "signalserver_matchmaker_socket_open_indicator",
            "signalserver_free_stream_indicator",
            "turn_total_allocations",
            "turn_total_traffic_rcvb",
            "turn_total_traffic_sentb",
            "DCGM_FI_DEV_GPU_UTIL",
            "container_network_receive_bytes_total",
            "container_network_transmit_bytes_total",
            "node_network_receive_bytes_total",
            "node_network_transmit_bytes_total");

    @Test
    void every_figure_is_published_while_every_gauge_is_shown() throws IOException {
        Set<String> used = new TreeSet<>();
        for (String folder : new String[] {"dashboards", "alerts"}) {
            try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
                for (Path file : files.toList()) {
                    FIGURE.matcher(Files.readString(file)).results().forEach(match -> used.add(match.group()));
                }
            }
        }
        assertThat(used).containsExactlyInAnyOrderElementsOf(PUBLISHED);
    }

    @Test
    void prometheus_accepts_every_alert() throws Exception {
        boolean installed = Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
        assumeTrue(installed || "true".equals(System.getenv("CI")), "promtool is not installed");
        Process promtool = new ProcessBuilder(
                        "sh", "-c", "promtool check rules " + FOLDER.resolve("alerts") + "/*.yaml")
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
    }
}

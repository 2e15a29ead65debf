// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.web.SessionEnd;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The figures that dashboards and the autoscaler go by, under their very names. */
class MetricsTest extends MatchmakerTest {

    private static final List<String> NAMES = List.of(
            "matchmaker_player_queue_count",
            "matchmaker_player_socket_connections",
            "matchmaker_streamer_available_count",
            "matchmaker_streamer_connections",
            "matchmaker_streamer_demand_ratio");

    private Map<String, Double> gauges(String path) {
        Map<String, Double> gauges = new TreeMap<>();
        get("operations-port", path)
                .lines()
                .map(line -> line.split(" ", 2))
                .filter(words -> NAMES.contains(words[0]))
                .forEach(words -> gauges.put(words[0], Double.valueOf(words[1])));
        return gauges;
    }

    private void assertGauges(double queued, double sockets, double available, double streamers, double ratio) {
        Map<String, Double> wanted = new TreeMap<>();
        double[] values = {queued, sockets, available, streamers, ratio};
        for (int gauge = 0; gauge < values.length; gauge++) {
            wanted.put(NAMES.get(gauge), values[gauge]);
        }
        assertThat(gauges("/custom")).isEqualTo(wanted);
        assertThat(gauges("/metrics")).isEqualTo(wanted);
    }

    @Test
    void each_gauge_follows_players_as_well_as_streamers_on_both_pages() {
        assertGauges(0, 0, 0, 0, 0);
        Inbox first = listingPage();
        first.next("matchmaker");
        Inbox second = listingPage();
        second.next("matchmaker");
        assertGauges(2, 2, 0, 0, 3);
        FakeSignallingServer streamer = streamer("Unreal7");
        play(first);
        assertGauges(1, 2, 0, 1, 2);
        streamer("Unreal8");
        play(second);
        streamer("Unreal9");
        awaitGauge("matchmaker_streamer_connections", 3);
        assertGauges(0, 2, 1, 3, 2.0 / 3);
        first.socket.close((short) 1000);
        streamer.player().closed();
        awaitGauge("matchmaker_streamer_available_count", 2);
        assertGauges(0, 1, 2, 3, 1.0 / 3);
        second.socket.close((short) 1000);
        awaitGauge("matchmaker_streamer_available_count", 3);
        assertGauges(0, 0, 3, 3, 0);
    }

    @Test
    void each_reason_of_a_session_s_end_has_a_counter() {
        List<String> series = get("operations-port", "/custom")
                .lines()
                .filter(line -> line.startsWith("matchmaker_sessions_ended_total{"))
                .toList();
        assertThat(series).hasSize(SessionEnd.values().length);
        assertThat(gauge("matchmaker_sessions")).isZero();
        assertThat(gauge("matchmaker_held_sessions")).isZero();
    }

    @Test
    void the_page_custom_holds_only_the_product_s_gauges() {
        assertThat(get("operations-port", "/custom").lines().filter(line -> !line.startsWith("#")))
                .allMatch(line -> line.startsWith("matchmaker_"));
    }

    @Test
    void the_page_metrics_holds_the_process_too() {
        assertThat(get("operations-port", "/metrics")).contains("jvm_memory_used_bytes");
    }
}

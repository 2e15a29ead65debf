// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The news for the matchmaker, Prometheus and the readiness probe, and how the server leaves. */
class ReportingTest extends SignallingTest {

    @TempDir
    private Path folder;

    @Test
    void the_matchmaker_is_told_of_every_change() throws Exception {
        int matchmaker = startMatchmaker();
        start("--matchmaker", "127.0.0.1:" + matchmaker, "--unreal-rest-url", "http://127.0.0.1:8111");
        assertThat(assertReported("connect").encode())
                .isEqualTo("{\"type\":\"connect\",\"address\":\"127.0.0.1\",\"port\":" + port("player-port")
                        + ",\"ready\":false,\"playerConnected\":false,\"restPort\":8111}");
        TestPeer streamer = streamer("Game");
        assertReported("streamerConnected");
        TestPeer player = playerOf(streamer, "Game");
        assertReported("clientConnected");
        player.close();
        assertReported("clientDisconnected");
        streamer("Second");
        streamer.close();
        player();
        assertReported("clientConnected");
    }

    /** The matchmaker sends players to where it sees reports come from. */
    @Test
    void reports_come_from_the_address_that_players_are_listened_for_at() throws Exception {
        int matchmaker = startMatchmaker();
        start("--host", "127.0.0.2", "--matchmaker", "127.0.0.1:" + matchmaker);
        assertThat(assertReported("connect").getString("address")).isEqualTo("127.0.0.2");
    }

    @Test
    void the_matchmaker_is_told_when_the_last_streamer_left() throws Exception {
        int matchmaker = startMatchmaker();
        start("--matchmaker", "127.0.0.1:" + matchmaker);
        assertReported("connect");
        TestPeer streamer = streamer("Game");
        assertReported("streamerConnected");
        streamer.close();
        assertReported("streamerDisconnected");
    }

    @Test
    void a_matchmaker_that_returns_is_told_the_whole_state() throws Exception {
        int matchmaker = startMatchmaker();
        start("--matchmaker", "127.0.0.1:" + matchmaker);
        assertReported("connect");
        TestPeer streamer = streamer("Game");
        playerOf(streamer, "Game");
        assertReported("streamerConnected");
        assertReported("clientConnected");
        hangUpOnReporter();
        JsonObject again = assertReported("connect");
        assertThat(again.getBoolean("ready")).isTrue();
        assertThat(again.getBoolean("playerConnected")).isTrue();
    }

    @Test
    void a_matchmaker_that_is_not_an_address_is_refused() {
        assertThatThrownBy(() -> start("--matchmaker", "nowhere")).hasMessageContaining("HOST:PORT");
    }

    @Test
    void each_gauge_follows_streamers_as_well_as_players() {
        start();
        assertThat(get("operations-port", "/readyz").status()).isEqualTo(503);
        assertGauges(0, 0, 0, 0, 0);
        TestPeer unnamed = newStreamer();
        assertThat(get("operations-port", "/readyz").status()).isEqualTo(503);
        unnamed.send("{'type':'endpointId','id':'Game'}").receive("endpointIdConfirm");
        assertThat(get("operations-port", "/readyz").status()).isEqualTo(200);
        assertGauges(0, 1, 1, 0, 1);
        playerOf(unnamed, "Game");
        assertGauges(1, 1, 1, 0, 0);
        assertThat(get("operations-port", "/healthz").status()).isEqualTo(200);
    }

    @Test
    void a_server_that_stops_waits_for_all_of_its_players() throws Exception {
        int matchmaker = startMatchmaker();
        start("--grace-period", "60s", "--matchmaker", "127.0.0.1:" + matchmaker);
        assertReported("connect");
        TestPeer streamer = streamer("Game");
        assertReported("streamerConnected");
        TestPeer one = playerOf(streamer, "Game");
        TestPeer two = playerOf(streamer, "Game");
        assertReported("clientConnected");
        assertReported("clientConnected");

        Future<Void> stopped = vertx.undeploy(deployment());
        assertThat(one.receive("sigterm").getString("message")).isNotEmpty();
        two.receive("sigterm");
        JsonObject withdrawn = assertReported("connect");
        assertThat(withdrawn.getBoolean("ready")).isFalse();
        assertThat(get("operations-port", "/readyz").status()).isEqualTo(503);
        TestPeer late = connect("player-port");
        late.receive("subscribeFailed");
        assertThat(late.closeCode()).isEqualTo(1013);

        one.close();
        two.send("{'type':'answer','sdp':''}");
        streamer.receive("playerDisconnected");
        streamer.receive("answer");
        assertThat(stopped.isComplete()).isFalse();
        two.close();
        TestPeer.await(stopped);
    }

    @Test
    void players_left_at_the_end_of_the_grace_period_are_closed_with_1001() {
        start("--grace-period", "0s");
        TestPeer player = player();
        TestPeer.await(vertx.undeploy(deployment()));
        player.receive("sigterm");
        assertThat(player.closeCode()).isEqualTo(1001);
    }

    private void assertGauges(int players, int streamers, int streamerOpen, int matchmakerOpen, int free) {
        assertThat(get("operations-port", "/custom").body())
                .contains("signalserver_player_socket_connections " + players + ".0\n")
                .contains("signalserver_stream_socket_connections " + streamers + ".0\n")
                .contains("signalserver_stream_socket_open_indicator " + streamerOpen + ".0\n")
                .contains("signalserver_matchmaker_socket_open_indicator " + matchmakerOpen + ".0\n")
                .contains("signalserver_free_stream_indicator " + free + ".0\n");
    }

    @Test
    void a_streamer_whose_world_is_unclean_leaves_with_its_visitor() throws Exception {
        int matchmaker = startMatchmaker();
        start(
                "--matchmaker",
                "127.0.0.1:" + matchmaker,
                "--after-session",
                "restart",
                "--restart-file",
                folder.resolve("restart").toString());
        assertReported("connect");
        TestPeer player = playerOf(streamer("Game"), "Game");
        assertReported("streamerConnected");
        assertReported("clientConnected");
        player.close();
        assertThat(assertReported("clientDisconnected").encode())
                .isEqualTo("{\"type\":\"clientDisconnected\",\"ready\":false}");
    }
}

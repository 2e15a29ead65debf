// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.RawClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way of players and streamers through the server, as Epic's pages and Unreal 5 speak. */
class SignallingServerTest extends SignallingTest {

    @Test
    void a_player_is_sent_only_config_unasked() {
        start("--peer-connection-options", "{\"iceServers\":[{\"urls\":\"stun:s\"}],\"bundlePolicy\":\"balanced\"}");
        TestPeer player = connect("player-port");
        assertThat(player.receive("config").encode())
                .isEqualTo("{\"type\":\"config\",\"protocolVersion\":\"1.3.0\",\"peerConnectionOptions\":"
                        + "{\"iceServers\":[{\"urls\":[\"stun:s\"]}],\"bundlePolicy\":\"balanced\"}}");
        player.hearsNothing();
    }

    @Test
    void a_streamer_that_is_asked_for_its_name_is_told_the_name_it_got() {
        start();
        TestPeer streamer = connect("streamer-port");
        assertThat(streamer.receive("identify").encode()).isEqualTo("{\"type\":\"identify\"}");
        assertThat(streamer.receive("config").getJsonObject("peerConnectionOptions"))
                .isEmpty();
        streamer.send("{'type':'endpointId','id':'Game','protocolVersion':'1.3.0'}");
        assertThat(streamer.receive("endpointIdConfirm").getString("committedId"))
                .isEqualTo("Game");
        streamer.hearsNothing();
    }

    @Test
    void players_are_shown_the_streamers_that_have_said_their_name() {
        start();
        newStreamer();
        TestPeer player = player().send("{'type':'listStreamers'}");
        assertThat(player.receive("streamerList").getJsonArray("ids")).isEmpty();
        streamer("One");
        streamer("Two");
        player.send("{'type':'listStreamers'}");
        assertThat(player.receive("streamerList").getJsonArray("ids")).isEqualTo(JsonArray.of("One", "Two"));
    }

    @Test
    void a_streamer_learns_of_each_player_that_comes_or_leaves() {
        start();
        TestPeer streamer = streamer("Game");
        TestPeer player = player().send("{'type':'subscribe','streamerId':'Game'}");
        assertThat(streamer.receive("playerConnected").encode())
                .isEqualTo("{\"type\":\"playerConnected\",\"playerId\":\"101\",\"dataChannel\":true,\"sfu\":false}");
        player.send("{'type':'unsubscribe'}");
        assertThat(streamer.receive("playerDisconnected").encode())
                .isEqualTo("{\"type\":\"playerDisconnected\",\"playerId\":\"101\"}");
        player.send("{'type':'subscribe','streamerId':'Game'}");
        streamer.receive("playerConnected");
        player.close();
        streamer.receive("playerDisconnected");
        player().send("{'type':'subscribe','streamerId':'Game'}");
        assertThat(streamer.receive("playerConnected").getString("playerId")).isEqualTo("102");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "offer",
                "answer",
                "iceCandidate",
                "layerPreference",
                "dataChannelRequest",
                "peerDataChannelsReady"
            })
    void a_player_s_message_arrives_at_its_streamer_with_the_player_s_id(String type) {
        start();
        TestPeer streamer = streamer("Game");
        TestPeer player = playerOf(streamer, "Game");
        player.send("{ 'type':'" + type + "', 'candidate':{'sdpMid':'0', 'x':1.50}, 'minBitrateBps':7 }");
        assertThat(streamer.receiveText())
                .isEqualTo("{ \"type\":\"" + type + "\", \"candidate\":{\"sdpMid\":\"0\", \"x\":1.50},"
                        + " \"minBitrateBps\":7 ,\"playerId\":\"101\"}");
    }

    @Test
    void a_player_cannot_speak_as_another() {
        start();
        TestPeer streamer = streamer("Game");
        TestPeer player = playerOf(streamer, "Game");
        player.send("{'type':'layerPreference','playerId':'','spatialLayer':1,'temporalLayer':2}");
        assertThat(streamer.receive("layerPreference").encode())
                .isEqualTo(
                        "{\"type\":\"layerPreference\",\"playerId\":\"101\",\"spatialLayer\":1,\"temporalLayer\":2}");
        player.send("{'type':'answer','playerId':'999','sdp':'','playerId':'998'}");
        assertThat(streamer.receiveText()).isEqualTo("{\"type\":\"answer\",\"playerId\":\"101\",\"sdp\":\"\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"offer", "answer", "iceCandidate"})
    void a_streamer_s_message_arrives_at_its_player_byte_for_byte(String type) {
        start();
        TestPeer streamer = streamer("Game");
        TestPeer player = playerOf(streamer, "Game");
        String text = "{\"type\":\"" + type + "\", \"playerId\":\"101\", \"sdp\":\"ü\\u00fc\", \"x\":1e2}";
        streamer.send(text);
        assertThat(player.receiveText()).isEqualTo(text);
    }

    @Test
    void a_player_id_may_come_back_as_a_number() {
        start();
        TestPeer streamer = streamer("Game");
        TestPeer player = playerOf(streamer, "Game");
        streamer.send("{'type':'offer','playerId':101,'sdp':'o'}");
        player.receive("offer");
    }

    @Test
    void the_time_of_a_ping_comes_back_as_it_was() {
        start();
        TestPeer player = player().send("{'type':'ping','time':1763900000123}");
        assertThat(player.receive("pong").encode()).isEqualTo("{\"type\":\"pong\",\"time\":1763900000123}");
        TestPeer streamer = streamer("Game").send("{'type':'ping','time':1763900000.5}");
        assertThat(streamer.receive("pong").getDouble("time")).isEqualTo(1763900000.5);
    }

    @Test
    void messages_in_binary_frames_are_taken_too() {
        start();
        TestPeer streamer = newStreamer().sendBinary("{'type':'endpointId','id':'Game'}");
        streamer.receive("endpointIdConfirm");
        player().sendBinary("{'type':'subscribe','streamerId':'Game'}");
        streamer.receive("playerConnected");
    }

    @Test
    void the_first_sub_protocol_that_is_offered_is_agreed_to() {
        start();
        TestPeer player = connect(
                "player-port",
                new WebSocketConnectOptions().addSubProtocol("token").addSubProtocol("other"));
        assertThat(player.socket().subProtocol()).isEqualTo("token");
        assertThat(connect("player-port").socket().subProtocol()).isNull();
    }

    @Test
    void a_player_may_come_by_any_path() throws Exception {
        start();
        try (RawClient player = new RawClient(port("player-port"), "/any/../where?session=%2F&y&&session")) {
            assertThat(player.readText()).contains("config");
        }
    }

    @Test
    void a_second_subscription_leaves_the_first_streamer() {
        start();
        TestPeer one = streamer("One");
        TestPeer two = streamer("Two");
        TestPeer player = playerOf(one, "One");
        player.send("{'type':'subscribe','streamerId':'Two'}");
        one.receive("playerDisconnected");
        two.receive("playerConnected");
    }

    @Test
    void an_unknown_streamer_is_refused() {
        start();
        TestPeer streamer = streamer("Game");
        TestPeer player = playerOf(streamer, "Game");
        player.send("{'type':'subscribe','streamerId':'<b>'}");
        assertThat(player.receive("subscribeFailed").getString("message"))
                .isEqualTo("Streamer &lt;b&gt; does not exist.");
    }

    @Test
    void a_refused_subscription_keeps_the_old_streamer() {
        start();
        TestPeer streamer = streamer("Game");
        TestPeer player = playerOf(streamer, "Game");
        player.send("{'type':'subscribe','streamerId':'Other'}");
        player.receive("subscribeFailed");
        player.send("{'type':'answer','sdp':''}");
        streamer.receive("answer");
    }

    @Test
    void a_page_that_never_subscribes_is_given_the_first_streamer() {
        start();
        TestPeer first = newStreamer();
        streamer("Second");
        player().send("{'type':'answer','sdp':'a'}");
        first.receive("playerConnected");
        first.receive("answer");
    }

    @Test
    void a_page_that_never_subscribes_is_closed_while_there_is_no_streamer() {
        start();
        TestPeer player = player().send("{'type':'offer','sdp':'o'}");
        assertThat(player.closeReason()).isEmpty();
    }

    @Test
    void a_streamer_reaches_only_its_own_players() {
        start();
        TestPeer one = streamer("One");
        TestPeer two = streamer("Two");
        TestPeer player = playerOf(one, "One");
        two.send("{'type':'offer','playerId':'101','sdp':'forged'}");
        two.send("{'type':'disconnectPlayer','playerId':'101','reason':'forged'}");
        two.hearsNothing();
        player.hearsNothing();
    }

    @Test
    void a_streamer_disconnects_its_player_with_its_reason_escaped() {
        start();
        TestPeer streamer = streamer("Game");
        TestPeer player = playerOf(streamer, "Game");
        streamer.send("{'type':'disconnectPlayer','playerId':'101','reason':'<img src=x onerror=alert(1)>'}");
        assertThat(player.closeCode()).isEqualTo(1011);
        assertThat(player.closeReason()).isEqualTo("&lt;img src=x onerror=alert(1)&gt;");
        streamer.receive("playerDisconnected");
    }

    @Test
    void a_reason_is_cut_to_what_a_close_frame_holds() {
        start();
        TestPeer streamer = streamer("Game");
        TestPeer player = playerOf(streamer, "Game");
        streamer.send("{'type':'disconnectPlayer','playerId':101,'reason':'" + "ü".repeat(500) + "'}");
        assertThat(player.closeCode()).isEqualTo(1011);
        assertThat(player.closeReason()).isEqualTo("ü".repeat(61));
    }

    @Test
    void a_player_whose_streamer_leaves_is_closed_without_a_code() throws Exception {
        start();
        TestPeer streamer = streamer("Game");
        try (RawClient player = new RawClient(port("player-port"))) {
            player.readText();
            player.sendText("{\"type\":\"subscribe\",\"streamerId\":\"Game\"}");
            streamer.receive("playerConnected");
            streamer.close();
            assertThat(player.readFrame()).isEqualTo(new RawClient.Frame(RawClient.CLOSE, ""));
            assertThat(player.isAtEnd()).isTrue();
        }
    }

    @Test
    void a_request_without_upgrade_is_told_what_the_streamer_port_is_for() {
        start();
        assertThat(get("streamer-port", "/").status()).isEqualTo(426);
    }
}

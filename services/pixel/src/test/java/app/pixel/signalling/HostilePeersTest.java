// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.RawClient;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in on a port, a healthy player and its streamer keep exchanging messages on the same server. */
class HostilePeersTest extends SignallingTest {

    private static final List<String> PORTS = List.of("player-port", "streamer-port", "sfu-port");

    static List<String> nonsense() {
        return List.of(
                "",
                "{",
                "null",
                "[]",
                "[{\"type\":\"offer\"}]",
                "\"offer\"",
                "42",
                "{}",
                "{\"type\":null}",
                "{\"type\":7}",
                "{\"type\":{\"type\":\"offer\"}}",
                "{\"type\":\"offer\"} {\"type\":\"offer\"}",
                "{\"type\":\"noSuchType\",\"playerId\":\"101\"}",
                "{\"type\":\"subscribe\"}",
                "{\"type\":\"subscribe\",\"streamerId\":7}",
                "{\"type\":\"subscribe\",\"streamerId\":[\"Game\"]}",
                "{\"type\":\"endpointId\"}",
                "{\"type\":\"endpointId\",\"id\":{}}",
                "{\"type\":\"ping\"}",
                "{\"type\":\"ping\",\"time\":\"now\"}",
                "{\"type\":\"ping\",\"time\":NaN}",
                "{\"type\":\"control\"}",
                "{\"type\":\"control\",\"action\":[]}",
                "{\"type\":\"disconnectPlayer\"}",
                "{\"type\":\"disconnectPlayer\",\"playerId\":true}",
                "{\"type\":\"disconnectPlayer\",\"playerId\":\"101\"}",
                "{\"type\":\"offer\",\"playerId\":1e400}",
                "{\"type\":\"offer\",\"playerId\":-1}",
                "{\"type\":\"peerDataChannels\",\"playerId\":\"101\"}",
                "{\"type\":\"streamerDataChannels\",\"playerId\":{}}",
                "{\"type\":\"stats\",\"data\":\"x\"}",
                "{\"type\":\"\\u0000\"}",
                "{\"type\":\"ping\",\"time\":" + "9".repeat(5000) + "}",
                "{\"type\":\"layerPreference\",\"x\":" + "[".repeat(100_000),
                "{\"type\":\"layerPreference\",\"x\":" + "[".repeat(900) + "]".repeat(900) + ",\"playerId\":\"\"}",
                "{\"a\":".repeat(50_000));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void nonsense_is_ignored_on_every_port(String text) {
        start("--max-players", "1");
        Pair healthy = new Pair();
        for (String port : PORTS) {
            TestPeer hostile = connect(port);
            hostile.socket().writeTextMessage(text);
            hostile.socket().writeTextMessage("{\"type\":\"unsubscribe\"}");
            healthy.keepsPlaying();
        }
    }

    @Test
    void one_connection_survives_all_of_it_where_it_is_a_stranger() {
        start("--max-players", "1");
        Pair healthy = new Pair();
        TestPeer hostile = newStreamer();
        for (String text : nonsense()) {
            hostile.socket().writeTextMessage(text);
        }
        hostile.send("{'type':'endpointId','id':'Still here'}").receive("endpointIdConfirm");
        healthy.keepsPlaying();
    }

    @ParameterizedTest
    @ValueSource(strings = {"player-port", "streamer-port", "sfu-port"})
    void random_bytes_after_the_hand_shake_end_their_own_connection_only(String port) throws Exception {
        start("--max-players", "1");
        Pair healthy = new Pair();
        Random random = new Random(7);
        for (int round = 0; round < 20; round++) {
            try (RawClient hostile = new RawClient(port(port))) {
                byte[] bytes = new byte[random.nextInt(1, 4000)];
                random.nextBytes(bytes);
                hostile.sendBytes(bytes);
            }
            healthy.keepsPlaying();
        }
    }

    @Test
    void bytes_that_are_no_text_are_ignored_like_any_other_nonsense() throws Exception {
        start("--max-players", "1");
        Pair healthy = new Pair();
        try (RawClient hostile = new RawClient(port("player-port"))) {
            hostile.readText();
            hostile.sendFrame(RawClient.TEXT, true, new byte[] {(byte) 0xc3, (byte) 0x28});
            hostile.sendText("{\"type\":\"ping\",\"time\":1}");
            assertThat(hostile.readText()).contains("pong");
        }
        healthy.keepsPlaying();
    }

    @Test
    void ten_mebibytes_in_one_message_are_refused() throws Exception {
        start("--max-players", "1");
        Pair healthy = new Pair();
        for (String port : PORTS) {
            TestPeer hostile = connect(port);
            hostile.socket().writeTextMessage("{\"type\":\"offer\",\"sdp\":\"" + "x".repeat(10 * 1024 * 1024) + "\"}");
            hostile.closeCode();
            healthy.keepsPlaying();
        }
    }

    @Test
    void a_connection_that_never_finishes_its_hand_shake_holds_up_no_player() throws Exception {
        start("--max-players", "1");
        Pair healthy = new Pair();
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), port("player-port"))) {
            slow.getOutputStream().write("GET / HTTP/1.1\r\nUpgrade: webso".getBytes(StandardCharsets.US_ASCII));
            healthy.keepsPlaying();
        }
        healthy.keepsPlaying();
    }

    @Test
    void messages_before_their_time_or_for_strangers_do_nothing() {
        start("--max-players", "1");
        Pair healthy = new Pair();
        TestPeer early = newStreamer();
        early.send("{'type':'offer','playerId':'101','sdp':'forged'}");
        early.send("{'type':'iceCandidate','playerId':'999','candidate':{}}");
        early.send("{'type':'disconnectPlayer','playerId':'101'}");
        early.send("{'type':'layerPreference'}");
        early.send("{'type':'subscribe','streamerId':'Game'}");
        early.hearsNothing();
        player().send("{'type':'unsubscribe'}").hearsNothing();
        healthy.keepsPlaying();
    }

    @Test
    void an_id_made_of_markup_reaches_the_page_escaped() {
        start();
        TestPeer streamer = newStreamer().send("{'type':'endpointId','id':'<img src=x>'}");
        String id = streamer.receive("endpointIdConfirm").getString("committedId");
        assertThat(id).isEqualTo("&lt;img src=x&gt;");
        TestPeer player = player().send("{'type':'listStreamers'}");
        assertThat(player.receive("streamerList").getJsonArray("ids").getString(0))
                .isEqualTo(id);
        playerOf(streamer, id);
    }

    /** A streamer named Game and its player, who leaves no place for another. */
    private final class Pair {

        private final TestPeer streamer = streamer("Game");
        private final TestPeer player = playerOf(streamer, "Game");
        private final String playerId = "101";

        void keepsPlaying() {
            streamer.send("{'type':'offer','playerId':'" + playerId + "','sdp':'o'}");
            player.receive("offer");
            player.send("{'type':'answer','sdp':'a'}");
            assertThat(streamer.receive("answer").getString("playerId")).isEqualTo(playerId);
        }
    }
}

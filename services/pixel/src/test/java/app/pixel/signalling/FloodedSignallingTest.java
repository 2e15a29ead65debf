// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import app.pixel.FrameAttack;
import app.pixel.RawClient;
import app.pixel.web.CloseStatus;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer that sends more than it may loses its socket, and no other peer does. */
@Tag("slow")
class FloodedSignallingTest extends SignallingTest {

    @TestFactory
    Stream<DynamicTest> an_attacker_by_frames_is_told_or_cut() {
        start(Stream.concat(FrameAttack.LIMITS.stream(), Stream.of("--max-message-bytes", "65536"))
                .toArray(String[]::new));
        TestPeer streamer = streamer("Game");
        TestPeer healthy = playerOf(streamer, "Game");
        return FrameAttack.all().stream().map(attack -> began(attack, streamer, healthy)).toList().stream();
    }

    private DynamicTest began(FrameAttack attack, TestPeer streamer, TestPeer healthy) {
        CompletableFuture<Integer> code = attack.begin(port("player-port"));
        return dynamicTest(attack.name(), () -> {
            assertThat(code.join()).isIn(attack.code(), RawClient.CUT);
            streamer.send("{'type':'offer','playerId':'101','sdp':''}");
            healthy.receive("offer");
        });
    }

    @Test
    void a_player_is_told_why_it_is_closed() {
        start("--player-messages-per-second", "1");
        TestPeer player = player();
        for (int sent = 0; sent < 20; sent++) {
            player.socket().writeTextMessage("{\"type\":\"ping\",\"time\":1}");
        }

        assertThat(player.closeCode()).isEqualTo(CloseStatus.POLICY);
        assertThat(player.closeReason()).isEqualTo("You send too many messages.");
    }

    @Test
    void a_player_that_sends_too_many_bytes_is_closed_with_1008() {
        start("--player-bytes-per-second", "1000");
        TestPeer player = player();
        player.socket().writeTextMessage("{\"type\":\"stats\",\"data\":\"" + "x".repeat(20_000) + "\"}");

        assertThat(player.closeCode()).isEqualTo(CloseStatus.POLICY);
        assertThat(player.closeReason()).isEqualTo("You send too many bytes.");
    }

    @Test
    void a_burst_of_a_page_is_no_flood() {
        start();
        TestPeer streamer = streamer("Game");
        TestPeer player = playerOf(streamer, "Game");
        for (int candidate = 0; candidate < 200; candidate++) {
            player.send("{'type':'iceCandidate','candidate':{}}");
        }
        for (int candidate = 0; candidate < 200; candidate++) {
            streamer.receive("iceCandidate");
        }
    }

    @Test
    void a_streamer_has_no_rate() {
        start("--player-messages-per-second", "1", "--player-bytes-per-second", "1000");
        TestPeer streamer = streamer("Game");
        for (int sent = 0; sent < 500; sent++) {
            streamer.send("{'type':'ping','time':1}");
        }
        for (int sent = 0; sent < 500; sent++) {
            streamer.receive("pong");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"player-port", "streamer-port", "sfu-port"})
    void a_head_that_never_ends_is_cut_off(String port) throws Exception {
        start("--request-timeout", "300ms");
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), port(port))) {
            slow.setSoTimeout(10_000);
            slow.getOutputStream().write("GET / HTTP/1.1\r\nUpgrade: webso".getBytes(ISO_8859_1));

            assertThat(slow.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_socket_outlives_the_time_for_requests() throws Exception {
        start("--request-timeout", "700ms", "--ping-interval", "1s");
        try (RawClient player = new RawClient(port("player-port"))) {
            player.readText();
            assertThat(player.readFrame().opcode()).isEqualTo(RawClient.PING);
            player.sendText("{\"type\":\"ping\",\"time\":1}");
            assertThat(player.readText()).contains("pong");
        }
    }
}

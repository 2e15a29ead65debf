// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.RawClient;
import org.junit.jupiter.api.Test;

class LimitsTest extends SignallingTest {

    @Test
    void a_second_player_is_refused_by_a_full_streamer() {
        start("--max-players", "1");
        playerOf(streamer("Game"), "Game");
        TestPeer second = player().send("{'type':'subscribe','streamerId':'Game'}");
        assertThat(second.receive("subscribeFailed").getString("message"))
                .isEqualTo("Streamer Game is full. Max players = 1.");
    }

    @Test
    void a_refused_player_may_come_when_the_first_one_has_left() {
        start("--max-players", "1");
        TestPeer streamer = streamer("Game");
        TestPeer first = playerOf(streamer, "Game");
        TestPeer second = player().send("{'type':'subscribe','streamerId':'Game'}");
        second.receive("subscribeFailed");
        first.close();
        streamer.receive("playerDisconnected");
        second.send("{'type':'subscribe','streamerId':'Game'}");
        streamer.receive("playerConnected");
    }

    /** This kills Epic's server: the message is forwarded to a streamer that the player was not given. */
    @Test
    void a_refused_player_that_speaks_on_is_refused_again() {
        start("--max-players", "1");
        TestPeer streamer = streamer("Game");
        TestPeer first = playerOf(streamer, "Game");
        TestPeer second = player().send("{'type':'subscribe','streamerId':'Game'}");
        second.receive("subscribeFailed");
        second.send("{'type':'iceCandidate','candidate':{}}");
        second.receive("subscribeFailed");
        second.send("{'type':'offer','sdp':''}");
        second.receive("subscribeFailed");
        streamer.hearsNothing();
        first.send("{'type':'answer','sdp':''}");
        streamer.receive("answer");
    }

    @Test
    void a_player_that_changes_to_a_full_streamer_is_left_with_none() {
        start("--max-players", "1");
        TestPeer full = streamer("Full");
        playerOf(full, "Full");
        TestPeer free = streamer("Free");
        TestPeer player = playerOf(free, "Free");
        player.send("{'type':'subscribe','streamerId':'Full'}");
        player.receive("subscribeFailed");
        free.receive("playerDisconnected");
    }

    @Test
    void the_limit_is_for_each_streamer() {
        start("--max-players", "1");
        playerOf(streamer("One"), "One");
        playerOf(streamer("Two"), "Two");
    }

    @Test
    void a_peer_that_leaves_two_pings_unanswered_loses_its_slot() throws Exception {
        start("--max-players", "1", "--ping-interval", "1s");
        TestPeer streamer = streamer("Game");
        try (RawClient halfOpen = new RawClient(port("player-port"))) {
            halfOpen.sendText("{\"type\":\"subscribe\",\"streamerId\":\"Game\"}");
            streamer.receive("playerConnected");
            halfOpen.readText();
            assertThat(halfOpen.readFrame().opcode()).isEqualTo(RawClient.PING);
            assertThat(halfOpen.readFrame().opcode()).isEqualTo(RawClient.PING);
            streamer.receive("playerDisconnected");
            assertThat(halfOpen.isAtEnd()).isTrue();
        }
        playerOf(streamer, "Game");
    }

    @Test
    void a_frame_above_the_limit_closes_its_sender_by_its_header_alone() throws Exception {
        start("--max-message-bytes", "4096");
        TestPeer streamer = streamer("Game");
        TestPeer healthy = playerOf(streamer, "Game");
        try (RawClient player = new RawClient(port("player-port"))) {
            player.readText();
            player.sendHeader(RawClient.TEXT, true, 10 * 1024 * 1024);
            RawClient.Frame close = player.readFrame();
            assertThat(close.opcode()).isEqualTo(RawClient.CLOSE);
            assertThat(close.closeCode()).isEqualTo(1009);
        }
        healthy.send("{'type':'answer','sdp':''}");
        streamer.receive("answer");
    }

    @Test
    void a_message_of_frames_above_the_limit_closes_its_sender_with_1009() throws Exception {
        start("--max-message-bytes", "4096");
        try (RawClient player = new RawClient(port("player-port"))) {
            player.readText();
            player.sendFrame(RawClient.TEXT, false, new byte[4000]);
            player.sendFrame(RawClient.CONTINUATION, false, new byte[4000]);
            RawClient.Frame close = player.readFrame();
            assertThat(close.opcode()).isEqualTo(RawClient.CLOSE);
            assertThat(close.closeCode()).isEqualTo(1009);
            assertThat(player.isAtEnd()).isTrue();
        }
    }

    @Test
    void a_message_at_the_limit_passes() {
        start();
        TestPeer streamer = streamer("Game");
        TestPeer player = playerOf(streamer, "Game");
        String head = "{'type':'offer','sdp':'";
        String sdp = "x".repeat(1024 * 1024 - head.length() - 2);
        player.send(head + sdp + "'}");
        assertThat(streamer.receive("offer").getString("sdp")).isEqualTo(sdp);
    }

    @Test
    void a_peer_that_does_not_read_is_cut_off_alone() throws Exception {
        start();
        TestPeer streamer = streamer("Game");
        TestPeer healthy = playerOf(streamer, "Game");
        try (RawClient deaf = new RawClient(port("player-port"))) {
            deaf.sendText("{\"type\":\"subscribe\",\"streamerId\":\"Game\"}");
            assertThat(streamer.receive("playerConnected").getString("playerId"))
                    .isEqualTo("102");
            String half = "{'type':'offer','playerId':'102','sdp':'" + "x".repeat(512 * 1024) + "'}";
            for (int megabytes = 0; megabytes < 32; megabytes++) {
                streamer.send(half).send(half);
            }
            assertThat(streamer.receive("playerDisconnected").getString("playerId"))
                    .isEqualTo("102");
        }
        streamer.send("{'type':'offer','playerId':'101','sdp':''}");
        healthy.receive("offer");
    }
}

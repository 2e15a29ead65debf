// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import org.junit.jupiter.api.Test;

/** The way of players and streamers through the server, as Epic's pages and Unreal 5 speak. */
class SignallingServerTest extends SignallingTest {

    @Test
    void a_player_finds_subscribes_and_negotiates_with_a_streamer() {
        start();
        Peer streamer = streamer("Game");
        Peer player = player().send("{'type':'listStreamers'}");
        assertThat(player.receive("streamerList").getJsonArray("ids")).isEqualTo(JsonArray.of("Game"));

        player.send("{'type':'subscribe','streamerId':'Game'}");
        assertThat(streamer.receive("playerConnected").encode())
                .isEqualTo("{\"type\":\"playerConnected\",\"playerId\":\"101\",\"dataChannel\":true,\"sfu\":false}");

        streamer.send("{'type':'offer','playerId':'101','sdp':'o','scalabilityMode':'L1T1'}");
        assertThat(player.receive("offer").getString("scalabilityMode")).isEqualTo("L1T1");
        player.send("{'type':'answer','sdp':'a','minBitrateBps':7}");
        assertThat(streamer.receive("answer").encode())
                .isEqualTo("{\"type\":\"answer\",\"sdp\":\"a\",\"minBitrateBps\":7,\"playerId\":\"101\"}");

        player.close();
        assertThat(streamer.receive("playerDisconnected").getString("playerId")).isEqualTo("101");
    }

    @Test
    void a_player_loses_its_socket_without_a_reason_when_its_streamer_leaves() {
        start();
        Peer streamer = streamer("Game");
        Peer player = playerOf(streamer, "Game");
        streamer.close();
        assertThat(player.closeReason()).isEmpty();
    }

    @Test
    void players_are_not_shown_a_streamer_that_has_not_said_its_name() {
        start();
        newStreamer();
        Peer player = player().send("{'type':'listStreamers'}");
        assertThat(player.receive("streamerList").getJsonArray("ids")).isEmpty();
    }
}

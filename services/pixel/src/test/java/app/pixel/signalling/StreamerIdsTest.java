// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.RawClient;
import io.vertx.core.json.JsonArray;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamerIdsTest extends SignallingTest {

    @Test
    void a_streamer_that_asks_for_a_taken_id_gets_a_number_behind_it() {
        assertThat(Streamers.nearestFree("A", Set.of())).isEqualTo("A");
        assertThat(Streamers.nearestFree("A", Set.of("A"))).isEqualTo("A1");
        assertThat(Streamers.nearestFree("A", Set.of("A", "A1"))).isEqualTo("A2");
        assertThat(Streamers.nearestFree("A", Set.of("A1"))).isEqualTo("A");
    }

    @Test
    void an_id_that_ends_in_a_digit_is_kept_unique_too() {
        assertThat(Streamers.nearestFree("Streamer1", Set.of("Streamer1"))).isEqualTo("Streamer11");
    }

    @Test
    void a_name_is_made_fit_for_a_page() {
        assertThat(Streamers.wanted("<script>\"'&")).isEqualTo("&lt;script&gt;&quot;&#39;&amp;");
        assertThat(Streamers.wanted("  ")).isEqualTo("UnknownStreamer");
        assertThat(Streamers.wanted("x".repeat(100_000))).hasSize(128);
    }

    @Test
    void two_streamers_never_have_one_id() {
        start();
        streamer("Streamer1");
        assertThat(committedId(newStreamer(), "Streamer1")).isEqualTo("Streamer11");
        assertThat(committedId(newStreamer(), "")).isEqualTo("UnknownStreamer");
        newStreamer();
        TestPeer player = player().send("{'type':'listStreamers'}");
        assertThat(player.receive("streamerList").getJsonArray("ids"))
                .isEqualTo(JsonArray.of("Streamer1", "Streamer11", "UnknownStreamer"));
    }

    @Test
    void a_streamer_that_sends_its_own_id_again_keeps_it() {
        start();
        TestPeer streamer = streamer("Foo");
        assertThat(committedId(streamer, "Foo")).isEqualTo("Foo");
        assertThat(committedId(streamer, "Foo")).isEqualTo("Foo");
    }

    @Test
    void players_are_told_when_their_streamer_changes_its_id() {
        start();
        TestPeer streamer = streamer("Old");
        TestPeer player = playerOf(streamer, "Old");
        committedId(streamer, "New");
        assertThat(player.receive("streamerIdChanged").encode())
                .isEqualTo("{\"type\":\"streamerIdChanged\",\"newID\":\"New\"}");
        player.send("{'type':'answer','sdp':''}");
        streamer.receive("answer");
        playerOf(streamer, "New");
    }

    @Test
    void a_holder_that_does_not_answer_gives_up_its_id_to_the_one_that_returns() throws Exception {
        start();
        try (RawClient dead = new RawClient(port("streamer-port"))) {
            dead.readText();
            dead.sendText("{\"type\":\"endpointId\",\"id\":\"Game\"}");
            dead.readText();
            assertThat(dead.readText()).contains("\"committedId\":\"Game\"");
            assertThat(committedId(newStreamer(), "Game")).isEqualTo("Game");
            assertThat(dead.readFrame().opcode()).isEqualTo(RawClient.PING);
            assertThat(dead.isAtEnd()).isTrue();
        }
        TestPeer player = player().send("{'type':'listStreamers'}");
        assertThat(player.receive("streamerList").getJsonArray("ids")).isEqualTo(JsonArray.of("Game"));
    }

    @Test
    void a_claimant_that_leaves_while_the_holder_is_asked_takes_nothing_with_it() throws Exception {
        start();
        try (RawClient silent = new RawClient(port("streamer-port"))) {
            silent.sendText("{\"type\":\"endpointId\",\"id\":\"Game\"}");
            silent.readText();
            silent.readText();
            silent.readText();
            try (RawClient claimant = new RawClient(port("streamer-port"))) {
                claimant.sendText("{\"type\":\"endpointId\",\"id\":\"Game\"}");
                assertThat(silent.readFrame().opcode()).isEqualTo(RawClient.PING);
            }
            assertThat(committedId(newStreamer(), "Other")).isEqualTo("Other");
        }
        assertThat(committedId(newStreamer(), "Game")).isEqualTo("Game");
    }

    private static String committedId(TestPeer streamer, String name) {
        return streamer.send("{'type':'endpointId','id':'" + name + "'}")
                .receive("endpointIdConfirm")
                .getString("committedId");
    }
}

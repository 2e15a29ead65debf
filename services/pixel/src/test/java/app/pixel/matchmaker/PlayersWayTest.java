// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** From the socket's opening to its closing, for each kind of page. */
class PlayersWayTest extends MatchmakerTest {

    @Test
    void a_visitor_who_is_matched_at_once_hears_nothing_of_a_queue() {
        FakeSignallingServer streamer = streamer("Unreal7");
        awaitGauge("matchmaker_streamer_available_count", 1);
        Inbox page = listingPage();

        assertThat(page.next()).isEqualTo(FakeSignallingServer.CONFIG);
        assertThat(page.next()).isEqualTo("{\"type\":\"streamerList\",\"ids\":[\"Stream\"]}");
        page.send(PAGE_SUBSCRIBES);
        assertThat(page.next()).isEqualTo("{\"type\":\"offer\",\"sdp\":\"Unreal7\",\"wanted\":true}");
        assertThat(streamer.player().socket.isClosed()).isFalse();
    }

    @Test
    void a_visitor_who_has_to_wait_is_told_the_place() {
        Inbox page = listingPage();
        JsonObject queued = page.next("matchmaker");
        assertThat(queued.getBoolean("queued")).isTrue();
        assertThat(queued.getBoolean("matched")).isFalse();
        assertThat(queued.getString("detail")).isEqualTo("Waiting for available streamer");
        assertThat(page.next("queuePosition"))
                .isEqualTo(new JsonObject("{\"type\":\"queuePosition\",\"position\":1,\"length\":1}"));
    }

    @Test
    void a_visitor_who_waited_is_told_of_the_match() {
        Inbox page = listingPage();
        assertThat(page.next("matchmaker").getBoolean("queued")).isTrue();

        streamer("Unreal7");
        JsonObject matched = page.next("matchmaker");
        assertThat(matched.getBoolean("queued")).isFalse();
        assertThat(matched.getBoolean("matched")).isTrue();
        assertThat(matched.getString("detail")).isEqualTo("Stream");
        assertThat(page.next()).isEqualTo(FakeSignallingServer.CONFIG);
        play(page);
    }

    @Test
    void while_queued_only_the_first_question_for_streamers_is_answered() {
        Inbox page = listingPage();
        page.next("matchmaker");
        page.send(PAGE_LISTS);
        page.send(PAGE_LISTS);
        assertThat(page.untilPong())
                .filteredOn(text -> text.contains("streamerList"))
                .containsExactly("{\"type\":\"streamerList\",\"ids\":[]}");
    }

    @Test
    void frames_are_relayed_both_ways_as_they_are() {
        FakeSignallingServer streamer = streamer("Unreal7");
        Inbox page = play(listingPage());
        Inbox there = streamer.player();

        page.send("{\"type\":\"iceCandidate\" , \"unknown\":\"käse\"}");
        assertThat(page.next()).isEqualTo("{\"type\":\"echo-iceCandidate\" , \"unknown\":\"käse\"}");

        Buffer bytes = Buffer.buffer(new byte[] {0, 1, 2, (byte) 0xff});
        var arrived = new java.util.concurrent.CompletableFuture<Buffer>();
        page.socket.binaryMessageHandler(arrived::complete);
        there.socket.writeBinaryMessage(bytes);
        assertThat(arrived.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join())
                .isEqualTo(bytes);
    }

    @Test
    void a_question_for_streamers_while_playing_is_still_answered_with_the_pool() {
        streamer("Unreal7");
        Inbox page = play(listingPage());
        page.send(PAGE_LISTS);
        assertThat(page.next()).isEqualTo("{\"type\":\"streamerList\",\"ids\":[\"Stream\"]}");
        page.send(PAGE_SUBSCRIBES);
        assertThat(page.next()).isEqualTo("{\"type\":\"offer\",\"sdp\":\"Unreal7\",\"wanted\":true}");
    }

    @Test
    void a_page_that_offers_as_soon_as_it_has_the_config_plays() {
        FakeSignallingServer streamer = streamer("Unreal7");
        streamer.script = (player, text) -> {
            if (text.isEmpty()) {
                player.send(FakeSignallingServer.CONFIG);
            } else if (text.contains("offer")) {
                player.send("{\"type\":\"answer\",\"sdp\":\"there\"}");
            }
        };
        Inbox page = page();
        page.next("config");
        page.send("{\"type\":\"offer\",\"sdp\":\"here\"}");
        assertThat(page.next("answer").getString("sdp")).isEqualTo("there");
    }

    @Test
    void a_server_that_offers_unasked_is_understood() {
        FakeSignallingServer streamer = streamer("Unreal7");
        streamer.script = (player, text) -> {
            if (text.isEmpty()) {
                player.send(FakeSignallingServer.CONFIG);
                player.send("{\"type\":\"playerCount\",\"count\":1}");
                player.send("{\"type\":\"offer\",\"sdp\":\"there\"}");
            }
        };
        Inbox page = page();
        page.next("config");
        page.next("playerCount");
        assertThat(page.next("offer").getString("sdp")).isEqualTo("there");
    }

    @Test
    void the_close_of_a_page_s_socket_reaches_the_signalling_server() {
        FakeSignallingServer streamer = streamer("Unreal7");
        Inbox page = play(listingPage());
        page.socket.close((short) 1000, "You have been disconnected due to inactivity.");
        assertThat(streamer.player().closed())
                .isEqualTo(new Inbox.Closed(1000, "You have been disconnected due to inactivity."));
    }

    @Test
    void a_streamer_s_reason_reaches_the_page_without_markup() {
        FakeSignallingServer streamer = streamer("Unreal7");
        Inbox page = play(listingPage());
        streamer.player().socket.close((short) 1011, "<img src=x onerror=alert(1)>");
        assertThat(page.closed()).isEqualTo(new Inbox.Closed(1011, "‹img src=x onerror=alert(1)›"));
        awaitGauge("matchmaker_player_queue_count", 0);
    }

    @Test
    void the_session_cookie_is_given_once() {
        Inbox page = page();
        String cookie = cookieOf(page);
        assertThat(page.socket.headers().get("set-cookie")).contains("HttpOnly").contains("SameSite=Lax");
        assertThat(page(cookie).socket.headers().get("set-cookie")).isNull();
    }

    @Test
    void a_session_cookie_cannot_be_made_up() {
        String cookie = cookieOf(page());
        assertThat(page(cookie.replaceFirst("=.", "=~")).socket.headers().get("set-cookie"))
                .isNotNull();
    }
}

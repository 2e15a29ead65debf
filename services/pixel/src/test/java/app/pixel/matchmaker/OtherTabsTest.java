// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static app.pixel.EventLoop.soon;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.web.CloseStatus;
import app.pixel.web.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several tabs of one visitor. */
class OtherTabsTest extends PlatformTest {

    private void restart(String... flags) throws Exception {
        soon(vertx.undeploy(matchmaker.deploymentID()));
        matchmaker = deploy(flags);
    }

    private Inbox tab(String more, String cookie) {
        Inbox page = pageAt("/ws?resumable=1" + more, cookie);
        page.send(PAGE_LISTS);
        return page;
    }

    /** A cookie of a visitor who is not here. */
    private String visitor() {
        Inbox page = page();
        page.socket.close((short) 1000);
        awaitGauge("matchmaker_player_socket_connections", 0);
        return cookieOf(page);
    }

    /** A tab in the queue that answers no ping. */
    private Socket deafTab(String cookie) throws IOException {
        Socket deaf = new Socket(InetAddress.getLoopbackAddress(), port("port"));
        String upgrade = """
                GET /ws HTTP/1.1\r
                Host: x\r
                Connection: upgrade\r
                Upgrade: websocket\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Cookie: %s\r
                \r
                """.formatted(cookie);
        deaf.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
        awaitGauge("matchmaker_player_queue_count", 1);
        return deaf;
    }

    @Test
    void a_second_tab_is_refused_while_the_first_one_plays() {
        streamer("Unreal7");
        awaitGauge("matchmaker_streamer_available_count", 1);
        Inbox first = play(listingPage());
        Inbox second = tab("", cookieOf(first));
        assertThat(second.closed()).isEqualTo(new Inbox.Closed(CloseStatus.ELSEWHERE, CloseReason.ELSEWHERE));
        assertThat(first.socket.isClosed()).isFalse();
    }

    @Test
    void a_second_tab_is_refused_while_the_first_one_waits() {
        Inbox first = listingPage();
        first.next("queuePosition");
        assertThat(tab("", cookieOf(first)).closed().code()).isEqualTo(CloseStatus.ELSEWHERE);
        assertThat(gauge("matchmaker_player_queue_count")).isEqualTo(1);
    }

    @Test
    void a_stock_page_that_is_refused_is_told_to_try_later() {
        Inbox first = listingPage();
        first.next("queuePosition");
        assertThat(page(cookieOf(first)).closed().code()).isEqualTo(CloseStatus.TRY_LATER);
    }

    @Test
    void a_second_tab_that_asks_for_the_game_gets_the_session() throws Exception {
        Service signalling = signalling(port("report-port"), "--session-lease", "30s");
        Inbox application = application(signalling);
        awaitGauge("matchmaker_streamer_available_count", 1);
        Inbox first = listingPage();
        offerTo(first, application);
        Inbox stranger = listingPage();
        stranger.next("queuePosition");

        Inbox second = tab("&takeover=1", cookieOf(first));
        assertThat(first.closed().code()).isEqualTo(CloseStatus.ELSEWHERE);
        offerTo(second, application);
        assertThat(gauge("matchmaker_player_queue_count")).isEqualTo(1);
    }

    @Test
    void a_second_tab_that_asks_for_the_game_gets_the_place_in_the_queue() {
        Inbox first = listingPage();
        first.next("queuePosition");
        Inbox stranger = listingPage();
        stranger.next("queuePosition");

        Inbox second = tab("&takeover=1", cookieOf(first));
        assertThat(first.closed().code()).isEqualTo(CloseStatus.ELSEWHERE);
        assertThat(second.next("queuePosition").getInteger("position")).isEqualTo(1);
    }

    @Test
    void a_second_tab_takes_over_where_sessions_have_no_lease() throws Exception {
        restart("--session-lease", "0s");
        FakeSignallingServer streamer = streamer("Unreal7");
        awaitGauge("matchmaker_streamer_available_count", 1);
        Inbox first = play(listingPage());
        Inbox second = tab("&takeover=1", cookieOf(first));
        assertThat(first.closed().code()).isEqualTo(CloseStatus.ELSEWHERE);
        streamer.player().closed();
        play(second);
    }

    @Test
    void a_tab_that_shows_no_sign_of_life_gives_its_place_to_the_next() throws Exception {
        String cookie = visitor();
        try (Socket deaf = deafTab(cookie)) {
            Inbox second = tab("", cookie);
            assertThat(second.next("queuePosition").getInteger("length")).isEqualTo(1);
            assertThat(deaf.getInputStream().readAllBytes())
                    .as("the matchmaker cuts it")
                    .isNotEmpty();
        }
    }

    @Test
    void of_many_tabs_at_once_one_gets_in() {
        String cookie = visitor();
        List<Inbox> tabs =
                IntStream.range(0, 10).mapToObj(number -> tab("", cookie)).toList();
        assertThat(tabs.getFirst().next("queuePosition").getInteger("length")).isEqualTo(1);
        tabs.stream()
                .skip(1)
                .forEach(refused -> assertThat(refused.closed().code()).isEqualTo(CloseStatus.ELSEWHERE));
    }

    @Test
    void a_visitor_with_a_larger_budget_has_that_many_places() throws Exception {
        restart("--streams-per-visitor", "2");
        Inbox first = tab("", "");
        first.next("queuePosition");
        Inbox second = tab("", cookieOf(first));
        assertThat(second.next("queuePosition").getInteger("length")).isEqualTo(2);
        assertThat(tab("", cookieOf(first)).closed().code()).isEqualTo(CloseStatus.ELSEWHERE);
    }

    @Test
    void a_budget_of_0_admits_every_tab() throws Exception {
        restart("--streams-per-visitor", "0");
        Inbox first = tab("", "");
        first.next("queuePosition");
        for (int tabs = 2; tabs < 6; tabs++) {
            assertThat(tab("", cookieOf(first)).next("queuePosition").getInteger("length"))
                    .isEqualTo(tabs);
        }
    }
}

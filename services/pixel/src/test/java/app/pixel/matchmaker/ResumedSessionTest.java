// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static app.pixel.EventLoop.onEventLoop;
import static app.pixel.EventLoop.soon;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.FreePort;
import app.pixel.web.CloseStatus;
import app.pixel.web.Service;
import io.vertx.core.Future;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sessions that outlive their sockets. */
@Tag("slow")
class ResumedSessionTest extends PlatformTest {

    private static final Map<String, String> SECRET = Map.of("PIXEL_SESSION_SECRET", "the same for all of them");

    private Service signalling;
    private Inbox application;

    /** A page that plays: its socket, the visitor's token and the token to resume. */
    private record Playing(Inbox page, String player, String visitor, String resume) {}

    @BeforeEach
    void startWithLease() throws Exception {
        soon(vertx.undeploy(matchmaker.deploymentID()));
        matchmaker = leasing();
        signalling = signalling(port("report-port"), "--session-lease", "30s");
        application = application(signalling);
        awaitGauge("matchmaker_streamer_available_count", 1);
    }

    private Service leasing() throws Exception {
        return deploy(SECRET, "--session-lease", "30s");
    }

    /** The same, on a port that a stopped one had. */
    private Service leasing(int reportPort) throws Exception {
        Map<String, String> environment = new HashMap<>(SECRET);
        environment.put("PIXEL_REPORT_PORT", String.valueOf(reportPort));
        return deploy(environment, "--session-lease", "30s");
    }

    private static void cut(Inbox page) {
        var _ = ((WebSocketInternal) page.socket).channelHandlerContext().close();
    }

    private Inbox resumable(String more, String cookie) {
        Inbox page = pageAt("/ws?resumable=1" + more, cookie);
        page.send(PAGE_LISTS);
        return page;
    }

    private Playing playing() {
        return playing(resumable("", ""));
    }

    private Playing playing(Inbox page) {
        page.send(PAGE_LISTS);
        String player = offerTo(page, application);
        JsonObject session = page.next("session");
        assertThat(session.getInteger("leaseSeconds")).isEqualTo(30);
        return new Playing(page, player, session.getString("visitor"), session.getString("resume"));
    }

    private Inbox resume(Playing before) {
        return pageAt("/ws?resumable=1&session=" + before.visitor() + "&resume=" + before.resume(), "");
    }

    /** The application hears the page, and knows it as the player that it was. */
    private void assertThatItPlaysOn(Inbox page, Playing before) {
        page.send("{\"type\":\"iceCandidate\",\"candidate\":\"here\"}");
        assertThat(String.valueOf(application.next("iceCandidate").getValue("playerId")))
                .isEqualTo(before.player());
    }

    @Test
    void a_page_whose_socket_was_cut_resumes_as_the_same_player() {
        Playing before = playing();
        cut(before.page());
        awaitGauge("matchmaker_held_sessions", 1);
        Inbox page = resume(before);
        assertThat(page.next()).isEqualTo("{\"type\":\"resumed\"}");
        assertThatItPlaysOn(page, before);
        awaitGauge("matchmaker_held_sessions", 0);
        assertThat(gauge("matchmaker_sessions")).isEqualTo(1);
    }

    @Test
    void a_message_for_a_page_that_is_away_arrives_after_it_has_resumed() {
        Playing before = playing();
        cut(before.page());
        awaitGauge("matchmaker_held_sessions", 1);
        application.send(new JsonObject()
                .put("type", "iceCandidate")
                .put("candidate", "kept")
                .put("playerId", before.player())
                .encode());
        Inbox page = resume(before);
        assertThat(page.next()).isEqualTo("{\"type\":\"resumed\"}");
        assertThat(page.next("iceCandidate").getString("candidate")).isEqualTo("kept");
    }

    @Test
    void a_page_moves_to_another_socket_before_it_closes_the_first() {
        Playing before = playing();
        Inbox page = resume(before);
        page.next("resumed");
        assertThat(before.page().closed().code()).isEqualTo(CloseStatus.MOVED);
        assertThatItPlaysOn(page, before);
        assertThat(gauge("matchmaker_sessions")).isEqualTo(1);
    }

    @Test
    void a_restarted_matchmaker_resumes_a_session() throws Exception {
        Map<String, String> environment = new HashMap<>(SECRET);
        environment.put("PIXEL_SESSION_LEASE", "30s");
        environment.put("PIXEL_REPORT_PORT", String.valueOf(FreePort.find()));
        MatchmakerProcess dying = new MatchmakerProcess(environment);
        signalling = signalling(dying.reportPort, "--session-lease", "30s");
        application = application(signalling);
        dying.awaitLine("ready=\"true\"");
        Playing before = playing(pageOn(dying.port, "resumable=1"));
        dying.kill();
        try (MatchmakerProcess restarted = new MatchmakerProcess(environment)) {
            Inbox page =
                    pageOn(restarted.port, "resumable=1&session=" + before.visitor() + "&resume=" + before.resume());
            page.next("resumed");
            assertThatItPlaysOn(page, before);
        }
    }

    private Inbox pageOn(int port, String query) {
        return soon(onEventLoop(
                vertx, () -> pages.connect(port, "127.0.0.1", "/ws?" + query).map(Inbox::new)));
    }

    @Test
    void a_stock_page_that_comes_back_gets_the_same_streamer_before_others() {
        Inbox stock = listingPage();
        String cookie = cookieOf(stock);
        String player = offerTo(stock, application);
        cut(stock);
        awaitGauge("matchmaker_held_sessions", 1);
        Inbox stranger = listingPage();
        stranger.next("queuePosition");
        Inbox again = listingPage(cookie);
        assertThat(again.next()).contains("\"config\"");
        assertThat(String.valueOf(application.next("playerDisconnected").getValue("playerId")))
                .isEqualTo(player);
        assertThat(offerTo(again, application)).isNotEqualTo(player);
        assertThat(gauge("matchmaker_player_queue_count")).isEqualTo(1);
    }

    @Test
    void a_page_that_leaves_frees_the_streamer_at_once() {
        Playing before = playing();
        Inbox next = listingPage();
        next.next("queuePosition");
        before.page().socket.close((short) 1000);
        application.next("playerDisconnected");
        offerTo(next, application);
        assertThat(resume(before).closed().code()).isEqualTo(CloseStatus.SESSION_OVER);
    }

    @Test
    void a_resume_token_is_worth_nothing_to_another_visitor() {
        Playing before = playing();
        cut(before.page());
        awaitGauge("matchmaker_held_sessions", 1);
        Inbox thief = pageAt("/ws?takeover=1&resumable=1&resume=" + before.resume(), cookieOf(listingPage()));
        thief.send(PAGE_LISTS);
        thief.next("queuePosition");
        Inbox page = resume(before);
        page.next("resumed");
        assertThatItPlaysOn(page, before);
    }

    @Test
    void a_page_whose_media_failed_gets_the_same_streamer_by_a_new_player() {
        Playing before = playing();
        before.page().socket.close((short) CloseStatus.MEDIA_FAILED);
        awaitGauge("matchmaker_held_sessions", 1);
        Inbox again = resumable("&session=" + before.visitor(), "");
        assertThat(offerTo(again, application)).isNotEqualTo(before.player());
    }

    @Test
    void a_player_whose_media_fails_twice_is_first_for_another_streamer() {
        Playing before = playing();
        before.page().socket.close((short) CloseStatus.MEDIA_FAILED);
        awaitGauge("matchmaker_held_sessions", 1);
        Inbox again = resumable("&session=" + before.visitor(), "");
        offerTo(again, application);
        again.next("session");
        again.socket.close((short) CloseStatus.MEDIA_FAILED);
        awaitGauge("matchmaker_sessions", 0);
        Inbox stranger = listingPage();
        stranger.next("queuePosition");
        Inbox third = resumable("&session=" + before.visitor(), "");
        assertThat(third.next(message -> Integer.valueOf(2).equals(message.getInteger("length")))
                        .getInteger("position"))
                .isEqualTo(1);
    }

    @Test
    void a_matchmaker_that_stops_asks_a_resumable_page_to_move() throws Exception {
        Playing before = playing();
        int reportPort = port("report-port");
        Future<Void> stopped = vertx.undeploy(matchmaker.deploymentID());
        before.page().next("moveSocket");
        matchmaker = leasing(reportPort);
        Inbox page = resume(before);
        page.next("resumed");
        assertThat(before.page().closed().code()).isEqualTo(CloseStatus.MOVED);
        soon(stopped);
        assertThatItPlaysOn(page, before);
    }

    @Test
    void a_matchmaker_that_stops_relays_a_stock_page_until_it_ends() {
        Inbox stock = listingPage();
        String player = offerTo(stock, application);
        Inbox waiting = listingPage();
        waiting.next("queuePosition");
        Future<Void> stopped = vertx.undeploy(matchmaker.deploymentID());
        assertThat(waiting.closed().code()).isEqualTo(CloseStatus.RESTART);
        stock.send("{\"type\":\"iceCandidate\"}");
        assertThat(String.valueOf(application.next("iceCandidate").getValue("playerId")))
                .isEqualTo(player);
        assertThat(stopped.isComplete()).isFalse();
        stock.socket.close((short) 1000);
        soon(stopped);
    }

    @Test
    void a_page_whose_session_its_server_forgot_is_told_that_it_is_over() {
        Playing before = playing();
        cut(before.page());
        awaitGauge("matchmaker_held_sessions", 1);
        application.socket.close();
        assertThat(resume(before).closed().code()).isEqualTo(CloseStatus.SESSION_OVER);
        awaitGauge("matchmaker_held_sessions", 0);
    }

    @Test
    void pages_that_do_not_ask_for_it_hear_nothing_of_sessions() {
        Inbox stock = listingPage();
        offerTo(stock, application);
        assertThat(typesOf(stock.untilPong())).doesNotContain("session");
    }
}

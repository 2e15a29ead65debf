// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static app.pixel.EventLoop.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.NetServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Streamers that come, fall silent, stop and are lost, and what becomes of their players. */
@Tag("slow")
class StreamerLifeTest extends MatchmakerTest {

    private void restart(String... flags) throws Exception {
        soon(vertx.undeploy(matchmaker.deploymentID()));
        matchmaker = deploy(flags);
    }

    private static void cut(Inbox page) {
        var _ = ((WebSocketInternal) page.socket).channelHandlerContext().close();
    }

    private int positionOf(Inbox page, int length) {
        return page.next(message -> Integer.valueOf(length).equals(message.getInteger("length")))
                .getInteger("position");
    }

    @Test
    void only_a_streamer_that_falls_silent_is_gone_after_its_time() throws Exception {
        restart("--streamer-timeout", "2s");
        FakeSignallingServer pinging = streamer("Pinging");
        long timer = vertx.setPeriodic(100, ping -> pinging.ping());
        FakeSignallingServer silent = streamer("Silent");
        silent.awaitHangUp();
        awaitGauge("matchmaker_streamer_connections", 1);
        play(listingPage());
        assertThat(pinging.player().socket.isClosed()).isFalse();
        assertThat(silent.hasNoPlayer()).isTrue();
        vertx.cancelTimer(timer);
        awaitGauge("matchmaker_streamer_connections", 0);
    }

    @Test
    void a_streamer_whose_server_ends_the_connection_is_gone() {
        FakeSignallingServer streamer = streamer("Unreal7");
        awaitGauge("matchmaker_streamer_connections", 1);
        streamer.stopReporting();
        awaitGauge("matchmaker_streamer_connections", 0);
    }

    @Test
    void the_player_of_a_dropped_streamer_is_first_in_the_queue() {
        FakeSignallingServer streamer = streamer("Unreal7");
        awaitGauge("matchmaker_streamer_available_count", 1);
        Inbox dropped = play(listingPage());
        Inbox other = listingPage();
        assertThat(positionOf(other, 1)).isEqualTo(1);

        streamer.stopReporting();
        streamer.player().socket.close();
        assertThat(dropped.next("matchmaker").getBoolean("queued")).isTrue();
        assertThat(dropped.closed().code()).isEqualTo(app.pixel.web.CloseStatus.RESTART);
        Inbox again = listingPage(cookieOf(dropped));
        assertThat(positionOf(again, 2)).isEqualTo(1);
        assertThat(positionOf(other, 2)).isEqualTo(2);
        streamer("Second");
        play(again);
    }

    @Test
    void a_visitor_whose_connection_broke_has_the_place_back() {
        Inbox first = listingPage();
        first.next("queuePosition");
        Inbox second = listingPage();
        second.next("queuePosition");
        cut(first);
        awaitGauge("matchmaker_player_queue_count", 1);
        Inbox again = listingPage(cookieOf(first));
        assertThat(positionOf(again, 2)).isEqualTo(1);
    }

    @Test
    void a_visitor_who_closed_the_page_is_last_on_return() {
        Inbox first = listingPage();
        first.next("queuePosition");
        Inbox second = listingPage();
        second.next("queuePosition");
        first.socket.close((short) 1001);
        awaitGauge("matchmaker_player_queue_count", 1);
        Inbox late = listingPage(cookieOf(first));
        assertThat(positionOf(late, 2)).isEqualTo(2);
    }

    @Test
    void a_broken_connection_frees_the_streamer_where_sessions_have_no_lease() throws Exception {
        restart("--session-lease", "0s");
        FakeSignallingServer streamer = streamer("Unreal7");
        awaitGauge("matchmaker_streamer_available_count", 1);
        Inbox first = play(listingPage());
        Inbox second = listingPage();
        second.next("matchmaker");
        cut(first);
        play(second);
        assertThat(streamer.player().closed().code()).isEqualTo(1001);
    }

    @Test
    void a_server_that_says_it_will_stop_gets_no_second_player() {
        FakeSignallingServer streamer = streamer("Unreal7");
        awaitGauge("matchmaker_streamer_available_count", 1);
        Inbox page = play(listingPage());
        streamer.report("{\"type\":\"clientConnected\"}");
        streamer.report("{\"type\":\"connect\",\"port\":" + streamer.port
                + ",\"ready\":false,\"playerConnected\":true,\"restPort\":8111}");
        awaitGauge("matchmaker_streamer_demand_ratio", 2);
        page.send("{\"type\":\"iceCandidate\"}");
        assertThat(page.next()).contains("echo-iceCandidate");
        page.socket.close((short) 1000);
        streamer.report("{\"type\":\"clientDisconnected\"}");
        awaitGauge("matchmaker_player_socket_connections", 0);
        assertThat(listingPage().next("matchmaker").getBoolean("queued")).isTrue();
        assertThat(gauge("matchmaker_streamer_connections")).isEqualTo(1);
    }

    @Test
    void a_streamer_that_refuses_its_player_is_not_the_player_s_problem() {
        streamer("Broken").refusePlayers();
        awaitGauge("matchmaker_streamer_available_count", 1);
        Inbox page = listingPage();
        page.next("matchmaker");
        streamer("Unreal7");
        play(page);
    }

    @Test
    void a_streamer_that_does_not_answer_in_time_is_given_up() throws Exception {
        restart("--offer-timeout", "2s");
        FakeSignallingServer mute = new FakeSignallingServer(vertx, port("report-port"), "Mute");
        mute.script = (player, text) -> {};
        mute.ready();
        awaitGauge("matchmaker_streamer_available_count", 1);
        Inbox page = listingPage();
        page.next("matchmaker");
        mute.player().closed();
        streamer("Unreal7");
        play(page);
    }

    @Test
    void a_server_that_never_finishes_its_hand_shake_is_cut_off() throws Exception {
        restart("--offer-timeout", "1s");
        Promise<Void> cutOff = Promise.promise();
        NetServer silent = soon(vertx.createNetServer()
                .connectHandler(socket -> socket.closeHandler(cutOff::tryComplete))
                .listen(0, "127.0.0.1"));
        new FakeSignallingServer(vertx, port("report-port"), "Mute")
                .report("{\"type\":\"connect\",\"port\":" + silent.actualPort() + ",\"ready\":true}");
        awaitGauge("matchmaker_streamer_available_count", 1);
        listingPage().next("matchmaker");
        soon(cutOff.future());
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static app.pixel.EventLoop.onEventLoop;
import static app.pixel.EventLoop.soon;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.matchmaker.lobby.RedisServer;
import app.pixel.web.Service;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole matchmakers on one Redis: pages and signalling servers may be connected to any of them. */
@Tag("slow")
class TwoMatchmakersTest extends MatchmakerTest {

    private static final List<String> SHARED = List.of(
            "matchmaker_player_queue_count",
            "matchmaker_streamer_available_count",
            "matchmaker_streamer_connections",
            "matchmaker_streamer_demand_ratio");

    @TempDir
    private static Path folder;

    private RedisServer redis;
    private Service other;

    @BeforeEach
    void shareALobby() throws Exception {
        redis = new RedisServer(folder, false);
        soon(vertx.undeploy(matchmaker.deploymentID()));
        other = deploy(environment());
        matchmaker = deploy(environment());
    }

    @AfterEach
    void stopRedis() {
        redis.close();
    }

    private Map<String, String> environment() {
        return Map.of("PIXEL_LOBBY", redis.url(), "PIXEL_SESSION_SECRET", "the same for both of them");
    }

    /** From here on pages, signalling servers and scrapes are the other matchmaker's. */
    private void goToTheOther() {
        Service left = matchmaker;
        matchmaker = other;
        other = left;
    }

    private static int positionOf(Inbox page, int length) {
        return page.next(message -> Integer.valueOf(length).equals(message.getInteger("length")))
                .getInteger("position");
    }

    private Map<String, Double> sharedFigures() {
        Map<String, Double> figures = new TreeMap<>();
        SHARED.forEach(name -> figures.put(name, gauge(name)));
        return figures;
    }

    @Test
    void visitors_of_two_matchmakers_share_one_queue_of_all_streamers() {
        Inbox first = listingPage();
        assertThat(positionOf(first, 1)).isEqualTo(1);
        goToTheOther();
        Inbox second = listingPage();
        assertThat(positionOf(second, 2)).isEqualTo(2);
        assertThat(positionOf(first, 2)).isEqualTo(1);

        streamer("Unreal7");
        play(first);
        assertThat(positionOf(second, 1)).isEqualTo(1);
        awaitGauge("matchmaker_player_queue_count", 1);
        Map<String, Double> figures = sharedFigures();
        assertThat(figures).containsEntry("matchmaker_streamer_demand_ratio", 2.0);
        goToTheOther();
        assertThat(sharedFigures()).isEqualTo(figures);
        streamer("Unreal8");
        play(second);
    }

    @Test
    void visitors_of_a_stopped_matchmaker_have_their_places_at_the_other_one() {
        Inbox first = listingPage();
        positionOf(first, 1);
        goToTheOther();
        Inbox second = listingPage();
        positionOf(second, 2);
        soon(vertx.undeploy(other.deploymentID()));
        assertThat(first.closed().code()).isEqualTo(app.pixel.web.CloseStatus.RESTART);
        Inbox again = listingPage(cookieOf(first));
        assertThat(positionOf(again, 2)).isEqualTo(1);
        streamer("Unreal7");
        play(again);
        awaitGauge("matchmaker_player_queue_count", 1);
    }

    @Test
    void a_matchmaker_that_is_killed_costs_no_visitor_the_place() {
        FakeSignallingServer streamer = streamer("Healthy");
        awaitGauge("matchmaker_streamer_available_count", 1);
        Inbox playing = play(listingPage());
        MatchmakerProcess dying = new MatchmakerProcess(environment());
        Inbox first = soon(onEventLoop(
                vertx, () -> pages.connect(dying.port, "127.0.0.1", "/ws").map(Inbox::new)));
        first.send(PAGE_LISTS);
        positionOf(first, 1);
        Inbox second = listingPage();
        positionOf(second, 2);

        dying.kill();
        Inbox again = listingPage(cookieOf(first));
        // Until the lease of the dead one has ended there are three tickets, of two visitors.
        assertThat(positionOf(again, 3)).isEqualTo(3);
        assertThat(awaitedPositionOf(again, 2)).isEqualTo(1);
        playing.send("{\"type\":\"iceCandidate\"}");
        assertThat(playing.next()).contains("echo-iceCandidate");
        assertThat(streamer.player().socket.isClosed()).isFalse();
    }

    /** Longer than a lease. */
    private static int awaitedPositionOf(Inbox page, int length) {
        JsonObject notice = page.next(20, message -> Integer.valueOf(length).equals(message.getInteger("length")));
        return notice.getInteger("position");
    }

    @Test
    void a_matchmaker_whose_store_is_away_is_ready() throws Exception {
        redis.kill();
        matchmaker = deploy(environment());
        assertThat(get("operations-port", "/readyz")).isEqualTo("ready\n");
        awaitGauge("matchmaker_lobby_open_indicator", 0);
        Inbox page = listingPage();
        redis.startAgain();
        positionOf(page, 1);
        awaitGauge("matchmaker_lobby_open_indicator", 1);
    }

    @Test
    void a_visitor_is_told_to_wait_while_the_store_is_away() {
        redis.kill();
        Inbox page = listingPage();

        Inbox.Closed closed = page.closed(20);

        assertThat(closed.code()).isEqualTo(app.pixel.web.CloseStatus.TRY_LATER);
        assertThat(closed.reason()).isEqualTo("The queue does not work for now. Trying again.");
    }
}

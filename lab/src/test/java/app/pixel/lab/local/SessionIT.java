// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session outlives everything that carries it: with real matchmaker processes and a browser that decodes video. */
class SessionIT {

    private final Vertx vertx = Vertx.vertx();
    private final Playwright playwright = BrowserFixture.playwright();
    private final Browser browser = BrowserFixture.chromium(playwright);
    private final List<Visitor> visitors = new ArrayList<>();
    private final List<ReplicatedPlatform> platforms = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void end() throws Exception {
        visitors.forEach(Visitor::close);
        platforms.forEach(ReplicatedPlatform::close);
        playwright.close();
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void a_picture_goes_on_while_the_edge_restarts() throws Exception {
        ReplicatedPlatform platform = start(1);
        Visitor player = playing(platform);
        Visitor waiting = waitingBehind(platform);

        player.keeps_the_connection_while(platform::restartEdge);

        waiting.reads("number 1 of 1");
        player.points_at(0.25, 0.5);
        player.sees("green", 0.25, 0.5);
    }

    @Test
    void a_picture_goes_on_while_the_matchmaker_is_killed() throws Exception {
        ReplicatedPlatform platform = start(1);
        Visitor player = playing(platform);

        player.keeps_the_connection_while(() -> {
            platform.kill(0);
            platform.startAgain(0);
        });

        waitingBehind(platform);
        player.points_at(0.25, 0.5);
        player.sees("green", 0.25, 0.5);
    }

    @Test
    void a_picture_goes_on_at_another_matchmaker_when_one_is_killed() throws Exception {
        ReplicatedPlatform platform = start(2);
        Visitor player = playing(platform);

        player.keeps_the_connection_while(() -> platform.kill(0));

        waitingBehind(platform);
        player.sees_moving_pictures();
    }

    @Test
    void a_matchmaker_that_stops_hands_its_players_to_another_one() throws Exception {
        ReplicatedPlatform platform = start(2);
        Visitor player = playing(platform);

        player.keeps_the_connection_while_told_nothing(() -> platform.terminate(0));

        waitingBehind(platform);
        player.sees_moving_pictures();
    }

    @Test
    void a_picture_goes_on_while_the_matchmaker_pauses() throws Exception {
        ReplicatedPlatform platform = start(1);
        Visitor player = playing(platform);

        platform.pause(0);
        player.sees_moving_pictures();
        platform.goOn(0);

        player.sees_moving_pictures();
        waitingBehind(platform);
    }

    private ReplicatedPlatform start(int matchmakers) throws Exception {
        ReplicatedPlatform started = new ReplicatedPlatform(vertx, folder, matchmakers);
        platforms.add(started);
        return started;
    }

    private Visitor playing(ReplicatedPlatform platform) {
        Visitor visitor = visitor().open(platform.page());
        visitor.sees_moving_pictures();
        return visitor;
    }

    /** A stranger never gets the streamer of a session that goes on. */
    private Visitor waitingBehind(ReplicatedPlatform platform) {
        Visitor visitor = visitor().open(platform.page());
        visitor.reads("number 1 of 1");
        return visitor;
    }

    private Visitor visitor() {
        Visitor visitor = new Visitor(browser);
        visitors.add(visitor);
        return visitor;
    }
}

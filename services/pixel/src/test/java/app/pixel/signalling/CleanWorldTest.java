// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application's world between two visitors, as a matchmaker and a readiness probe see it. */
class CleanWorldTest extends SignallingTest {

    @TempDir
    private Path folder;

    private final BlockingQueue<HttpServerRequest> calls = new LinkedBlockingQueue<>();

    @Test
    void a_kept_world_is_offered_at_once() throws Exception {
        startReporting("--after-session", "keep");
        leave(play());
        assertThat(readiness()).isEqualTo(200);
    }

    @Test
    void an_action_is_posted_after_the_last_visitor() throws Exception {
        startWithAction();
        leave(play());
        HttpServerRequest call = call();
        assertThat(call.method() + " " + call.path()).isEqualTo("POST /api/reset");
    }

    @Test
    void a_streamer_is_not_ready_while_its_action_runs() throws Exception {
        startWithAction();
        leave(play());
        call();
        assertThat(readiness()).isEqualTo(503);
    }

    @Test
    void a_streamer_is_offered_again_once_its_action_is_done() throws Exception {
        startWithAction();
        leave(play());
        call().response().end();
        assertThat(assertReported("connect").getBoolean("ready")).isTrue();
        assertThat(readiness()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 500, 302})
    void an_action_that_fails_is_posted_again(int status) throws Exception {
        startWithAction();
        leave(play());
        call().response().setStatusCode(status).end();
        HttpServerRequest again = call();
        assertThat(readiness()).isEqualTo(503);
        again.response().end();
        assertThat(assertReported("connect").getBoolean("ready")).isTrue();
    }

    @Test
    void a_world_stays_as_it_is_while_another_visitor_plays() throws Exception {
        startWithAction();
        TestPeer streamer = streamer("Game");
        assertReported("streamerConnected");
        TestPeer first = playerOf(streamer, "Game");
        TestPeer second = playerOf(streamer, "Game");
        first.close();
        streamer.receive("playerDisconnected");
        assertThat(calls).isEmpty();
        second.close();
        call();
    }

    @Test
    void an_answer_for_an_earlier_visitor_cleans_nothing() throws Exception {
        startWithAction();
        TestPeer streamer = streamer("Game");
        assertReported("streamerConnected");
        leave(playerOf(streamer, "Game"));
        streamer.receive("playerDisconnected");
        HttpServerRequest first = call();
        leave(playerOf(streamer, "Game"));
        HttpServerRequest second = call();
        first.response().end();
        second.response().setStatusCode(500).end();
        HttpServerRequest third = call();
        assertThat(readiness()).isEqualTo(503);
        third.response().end();
        assertReported("connect");
    }

    @Test
    void a_lost_streamer_does_not_make_its_world_clean() throws Exception {
        startWithAction();
        TestPeer streamer = streamer("Game");
        assertReported("streamerConnected");
        leave(playerOf(streamer, "Game"));
        HttpServerRequest call = call();
        streamer.close();
        assertReported("streamerDisconnected");
        streamer("Game");
        assertThat(readiness()).isEqualTo(503);
        call.response().end();
        assertThat(assertReported("connect").getBoolean("ready")).isTrue();
    }

    @Test
    void a_restart_is_requested_by_a_file() throws Exception {
        startWithRestart();
        leave(play());
        awaitRequest();
    }

    @Test
    void a_streamer_that_comes_after_its_restart_is_offered() throws Exception {
        endOldApplication();
        Files.delete(file());
        streamer("Game");
        assertThat(assertReported("connect").getBoolean("ready")).isTrue();
    }

    @Test
    void a_streamer_that_comes_back_before_its_restart_is_not_offered() throws Exception {
        endOldApplication();
        TestPeer again = streamer("Game");
        again.hearsNothing();
        assertThat(readiness()).isEqualTo(503);
    }

    @Test
    void a_file_that_cannot_be_written_is_tried_again() throws Exception {
        Path missing = folder.resolve("missing");
        startReporting(
                "--after-session",
                "restart",
                "--restart-file",
                missing.resolve("restart").toString());
        leave(play());
        Files.createDirectory(missing);
        awaitFile(missing.resolve("restart"));
    }

    @Test
    void an_unclean_world_is_a_gauge() throws Exception {
        startWithAction();
        leave(play());
        assertThat(get("operations-port", "/custom").body()).contains("signalserver_clean_world_indicator 0.0\n");
    }

    @Test
    void a_way_that_is_not_known_is_refused() {
        assertThatThrownBy(() -> start("--after-session", "burn"))
                .hasMessageContaining("--after-session is 'burn'; it must be keep, action or restart.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"action", "restart"})
    void a_way_without_its_means_is_refused(String way) {
        assertThatThrownBy(() -> start("--after-session", way))
                .hasMessageContaining("--after-session " + way + " needs");
    }

    private void startWithAction() throws InterruptedException {
        int port = TestPeer.await(
                        vertx.createHttpServer().requestHandler(calls::add).listen(0, "127.0.0.1"))
                .actualPort();
        startReporting(
                "--after-session",
                "action",
                "--after-session-action",
                "reset",
                "--unreal-rest-url",
                "http://127.0.0.1:" + port + "/api");
    }

    private void startWithRestart() throws InterruptedException {
        startReporting("--after-session", "restart", "--restart-file", file().toString());
    }

    /** The visitor left, a restart is requested, and the old application is gone. */
    private void endOldApplication() throws Exception {
        startWithRestart();
        TestPeer old = streamer("Game");
        assertReported("streamerConnected");
        leave(playerOf(old, "Game"));
        awaitRequest();
        old.close();
        assertReported("streamerDisconnected");
    }

    private void startReporting(String... flags) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("--matchmaker", "127.0.0.1:" + startMatchmaker()));
        all.addAll(List.of(flags));
        start(all.toArray(String[]::new));
        assertReported("connect");
    }

    private TestPeer play() throws InterruptedException {
        TestPeer streamer = streamer("Game");
        assertReported("streamerConnected");
        return playerOf(streamer, "Game");
    }

    private void leave(TestPeer player) throws InterruptedException {
        assertReported("clientConnected");
        player.close();
        assertReported("clientDisconnected");
    }

    private HttpServerRequest call() throws InterruptedException {
        HttpServerRequest call = calls.poll(10, TimeUnit.SECONDS);
        assertThat(call).as("a call of the application").isNotNull();
        return call;
    }

    private int readiness() {
        return get("operations-port", "/readyz").status();
    }

    private Path file() {
        return folder.resolve("restart");
    }

    private void awaitRequest() throws Exception {
        awaitFile(file());
    }

    private static void awaitFile(Path file) throws Exception {
        try (WatchService watch = file.getFileSystem().newWatchService()) {
            Objects.requireNonNull(file.getParent()).register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            if (!Files.exists(file)) {
                assertThat(watch.poll(10, TimeUnit.SECONDS)).as("a new file").isNotNull();
            }
            assertThat(file).exists();
        }
    }
}

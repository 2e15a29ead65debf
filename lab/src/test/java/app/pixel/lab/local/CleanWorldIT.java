// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.FreePort;
import app.pixel.lab.process.JavaProgram;
import app.pixel.lab.process.LeashedProcess;
import app.pixel.lab.simulation.WebRtc;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The marks of one visitor, as the next one sees them. The streamer is a process that Unreal's own entry point starts
 * and restarts.
 */
class CleanWorldIT {

    private static final double X = 0.3;
    private static final double Y = 0.4;

    private static final Vertx VERTX = Vertx.vertx();
    private static Playwright playwright;
    private static Browser browser;

    private final List<Visitor> visitors = new ArrayList<>();
    private final List<String> deployments = new ArrayList<>();
    private @Nullable LeashedProcess streamer;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        playwright = BrowserFixture.playwright();
        browser = BrowserFixture.chromium(playwright);
        WebRtc.load();
    }

    @AfterEach
    void clear() throws TimeoutException {
        visitors.forEach(Visitor::close);
        for (String deployment : deployments) {
            VERTX.undeploy(deployment).await(20, SECONDS);
        }
        if (streamer != null) {
            streamer.close();
        }
    }

    @AfterAll
    static void close() throws TimeoutException {
        playwright.close();
        VERTX.close().await(20, SECONDS);
    }

    @Test
    void a_kept_world_shows_the_marks_of_the_visitor_before() throws Exception {
        String page = startWith("keep");
        leaveAMark(page);

        visitor(page).sees("magenta", X, Y);
    }

    @ParameterizedTest
    @ValueSource(strings = {"action", "restart"})
    void a_cleaned_world_shows_no_marks_of_the_visitor_before(String way) throws Exception {
        String page = startWith(way);
        String unmarked = leaveAMark(page);

        Visitor next = visitor(page);

        assertThat(next.page().evaluate("([x, y]) => lab.colour(x, y)", List.of(X, Y)))
                .isEqualTo(unmarked);
    }

    /** Returns the colour of the place before it was marked. */
    private String leaveAMark(String page) {
        Visitor visitor = visitor(page);
        String unmarked = (String) visitor.page().evaluate("([x, y]) => lab.colour(x, y)", List.of(X, Y));
        visitor.points_at(X, Y);
        visitor.clicks();
        visitor.points_at(0.8, 0.8);
        visitor.sees("magenta", X, Y);
        visitor.close();
        return unmarked;
    }

    private Visitor visitor(String page) {
        Visitor visitor = new Visitor(browser);
        visitors.add(visitor);
        visitor.open(page).sees_moving_pictures();
        return visitor;
    }

    private String startWith(String way) throws IOException, TimeoutException {
        Services.Running matchmaker = run("matchmaker", Stream.of("--port", "0", "--report-port", "0"));
        int restPort = FreePort.find();
        Path restartFile = folder.resolve("restart");
        String reports = Services.LOOPBACK + ":" + matchmaker.port("report-port");
        Services.Running signalling = run(
                "signalling",
                Stream.concat(
                        Stream.of(("--player-port 0 --streamer-port 0 --sfu-port 0 --matchmaker " + reports)
                                .split(" ", -1)),
                        means(way, restPort, restartFile)));
        Services.Running page = run("player", Stream.of("--port", "0"));
        Edge edge = new Edge(Services.LOOPBACK, 0, matchmaker.port("port"), page.port("port"));
        deployments.add(VERTX.deployVerticle(edge).await(20, SECONDS));
        streamer = startStreamer(signalling.port("streamer-port"), restPort, restartFile);
        return "http://%s:%d/".formatted(Services.LOOPBACK, edge.actualPort());
    }

    private Services.Running run(String service, Stream<String> flags) throws TimeoutException {
        String[] all =
                Stream.concat(Stream.of("--host", Services.LOOPBACK), flags).toArray(String[]::new);
        Services.Running running = new Services(VERTX).start(service, all).await(20, SECONDS);
        deployments.add(running.deployment());
        return running;
    }

    private static Stream<String> means(String way, int restPort, Path restartFile) {
        return switch (way) {
            case "action" ->
                Stream.of(
                        "--after-session",
                        "action",
                        "--after-session-action",
                        "reset",
                        "--unreal-rest-url",
                        "http://%s:%d".formatted(Services.LOOPBACK, restPort));
            case "restart" -> Stream.of("--after-session", "restart", "--restart-file", restartFile.toString());
            default -> Stream.of();
        };
    }

    /** The simulated streamer in the place of a packaged game, whose arguments it ignores. */
    private LeashedProcess startStreamer(int port, int restPort, Path restartFile) throws IOException {
        String url = "ws://%s:%d".formatted(Services.LOOPBACK, port);
        Path game = Files.writeString(folder.resolve("Game"), """
                #!/bin/bash
                exec '%s' -cp '%s' app.pixel.lab.Lab streamer --signalling-url %s --rest-port %d \\
                  --size 640x360 --fps 15 --scene pattern
                """.formatted(
                        JavaProgram.launcher(), MatchmakerReplicas.classPath(), url, restPort));
        assertThat(game.toFile().setExecutable(true)).isTrue();
        return LeashedProcess.start(
                "streamer",
                folder,
                Map.of(
                        "PROJECT_BINARY", game.toString(),
                        "HOME_FOLDER", folder.resolve("home").toString(),
                        "XDG_RUNTIME_DIR", folder.resolve("runtime").toString(),
                        "RESTART_FILE", restartFile.toString()),
                List.of(
                        "env",
                        "--default-signal=TERM",
                        "bash",
                        Path.of("..", "unreal", "entrypoint.sh")
                                .toAbsolutePath()
                                .toString()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.bench;

import app.pixel.lab.process.Installed;
import app.pixel.lab.process.LeashedProcess;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long a visitor looks at no picture: from the load of the page until the browser has decoded a frame and plays.
 *
 * <p>A page of ours embeds the player, which tells its parent when the video element plays, and reports that. So all
 * that is needed of the browser is that it opens an address, and no driver of browsers is on the lab's class path. Each
 * run is a fresh browser with a fresh profile.
 */
final class FirstPicture {

    private static final int PATIENCE_SECONDS = 60;
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");

    private final Vertx vertx;
    private final Path folder;
    private final BlockingQueue<Double> played = new LinkedBlockingQueue<>();
    private volatile String player = "";

    FirstPicture(Vertx vertx, Path folder) {
        this.vertx = vertx;
        this.folder = folder;
    }

    List<Figure> measure(int runs) throws Exception {
        HttpServer parent = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
        String origin = "http://127.0.0.1:" + parent.actualPort();
        List<Double> seconds = new ArrayList<>();
        try (Subject platform = Subject.platform(folder, "--embed-origins", origin)) {
            player = "http://127.0.0.1:%d/".formatted(platform.number("Open http://localhost:"));
            for (int run = 0; run < runs; run++) {
                seconds.add(visit(origin, Files.createDirectory(folder.resolve("visit-" + run))));
            }
        } finally {
            parent.close().await(10, TimeUnit.SECONDS);
        }
        return List.of(new Figure("page load to the first picture, fresh browser", "<= 5 s", "%.2f s", seconds));
    }

    private double visit(String address, Path profile) throws InterruptedException {
        List<String> command = List.of(
                browser(),
                "--headless=new",
                "--no-sandbox",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--autoplay-policy=no-user-gesture-required",
                "--remote-debugging-port=0",
                "--window-size=1280,800",
                "--user-data-dir=" + profile.resolve("profile"),
                address);
        LeashedProcess browser = LeashedProcess.start("browser", profile, command);
        try {
            @Nullable Double millis = played.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (millis == null) {
                throw new IllegalStateException("No picture within %d s.".formatted(PATIENCE_SECONDS));
            }
            return millis / 1000;
        } finally {
            browser.close();
        }
    }

    private static String browser() {
        return BROWSERS.stream()
                .map(Installed::find)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Chromium is not installed."))
                .toString();
    }

    private void answer(HttpServerRequest request) {
        switch (request.path()) {
            case "/" ->
                request.response().putHeader("content-type", "text/html").end(page());
            case "/played" ->
                request.body().onSuccess(millis -> {
                    played.add(Double.parseDouble(millis.toString()));
                    request.response().end();
                });
            default -> request.response().setStatusCode(404).end();
        }
    }

    private String page() {
        return """
                <!doctype html><title>Bench</title><body style="margin: 0"><script>
                  let since;
                  addEventListener('message', ({ data }) => {
                    if (data.type === 'notice' && data.notice === 'playing') {
                      fetch('/played', { method: 'POST', body: String(performance.now() - since) });
                    }
                  });
                  const player = document.createElement('iframe');
                  player.allow = 'autoplay';
                  player.style = 'width: 1280px; height: 720px; border: 0';
                  player.src = '%s';
                  since = performance.now();
                  document.body.append(player);
                </script></body>
                """.formatted(player);
    }
}

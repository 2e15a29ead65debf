// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import picocli.CommandLine;

/**
 * A real browser, the platform as {@code ./pixel local} runs it, and a web site on another origin. A class registers
 * one as an extension. Its tests share the browser; each has visitors and a platform of its own.
 */
final class BrowserFixture implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private static final String STOCK_PAGE = "/app/pixel/player/stock/";

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setMaxEventLoopExecuteTime(20).setMaxEventLoopExecuteTimeUnit(SECONDS));
    private final Playwright playwright = playwright();
    private final Browser browser = chromium(playwright);
    private final List<Visitor> visitors = new ArrayList<>();
    private final HttpServer elsewhere = vertx.createHttpServer().requestHandler(BrowserFixture::answerElsewhere);
    private @Nullable LocalPlatform platform;
    private @Nullable String deployment;

    @Override
    public void beforeAll(ExtensionContext context) throws TimeoutException {
        elsewhere.listen(0, "127.0.0.1").await(10, SECONDS);
    }

    @Override
    public void afterEach(ExtensionContext context) throws TimeoutException {
        clear();
    }

    @Override
    public void afterAll(ExtensionContext context) throws TimeoutException {
        playwright.close();
        vertx.close().await(30, SECONDS);
    }

    /** Starts the installed one, which sends nothing on its own. */
    static Browser chromium(Playwright playwright, String... furtherArguments) {
        List<String> arguments = Stream.concat(
                        Stream.of(
                                "--no-sandbox",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--autoplay-policy=no-user-gesture-required"),
                        Stream.of(furtherArguments))
                .toList();
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(arguments));
    }

    static Playwright playwright() {
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    /** Small pictures, so that two processors can encode and decode those of every visitor. */
    BrowserFixture platform(String... flags) throws TimeoutException {
        LocalOptions options = new LocalOptions();
        String[] all = Stream.concat(
                        Stream.of(
                                "--port", "0", "--turn", "off", "--size", "640x360", "--fps", "15", "--scene",
                                "pattern"),
                        Stream.of(flags))
                .toArray(String[]::new);
        new CommandLine(options)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .parseArgs(all);
        LocalPlatform started = new LocalPlatform(options, new EventLog(System.out));
        deployment = vertx.deployVerticle(started).await(60, SECONDS);
        platform = started;
        return this;
    }

    LocalPlatform platform() {
        return Objects.requireNonNull(platform);
    }

    String page() {
        return "http://127.0.0.1:%d/".formatted(platform().port());
    }

    /** Epic's own page, on another origin, told where our socket is. */
    String stockPage(String query) {
        return "%s/stock/index.html?AutoConnect=true&AutoPlayVideo=true&StartVideoMuted=true&ss=ws://127.0.0.1:%d/ws%s"
                .formatted(elsewhere(), platform().port(), query);
    }

    String elsewhere() {
        return "http://127.0.0.1:" + elsewhere.actualPort();
    }

    Visitor visitor() {
        Visitor visitor = new Visitor(browser);
        visitors.add(visitor);
        return visitor;
    }

    /** Ends the platform and all visits, and keeps the browser. */
    void clear() throws TimeoutException {
        visitors.forEach(Visitor::close);
        visitors.clear();
        if (deployment != null) {
            vertx.undeploy(deployment).await(30, SECONDS);
            deployment = null;
        }
    }

    private static void answerElsewhere(HttpServerRequest request) {
        if (request.path().startsWith("/stock/")) {
            String name = request.path().substring("/stock/".length());
            request.response().putHeader("content-type", typeOf(name)).end(resource(STOCK_PAGE + name));
        } else {
            request.response().putHeader("content-type", "text/html").end(EMBEDDING_PAGE);
        }
    }

    private static String typeOf(String name) {
        return name.endsWith(".js") ? "text/javascript" : name.endsWith(".css") ? "text/css" : "text/html";
    }

    private static Buffer resource(String path) {
        try (InputStream in = BrowserFixture.class.getResourceAsStream(path)) {
            return in == null ? Buffer.buffer() : Buffer.buffer(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Embeds the player named in its query and writes down what it is told. */
    private static final String EMBEDDING_PAGE = """
            <!doctype html><title>A shop</title><body><script>
              window.told = [];
              addEventListener('message', ({ data, origin }) => told.push({ ...data, origin }));
              const player = document.createElement('iframe');
              player.src = decodeURIComponent(location.search.slice(1));
              player.style = 'width: 640px; height: 360px';
              document.body.append(player);
            </script></body>
            """;
}

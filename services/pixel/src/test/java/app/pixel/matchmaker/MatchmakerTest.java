// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static app.pixel.EventLoop.onEventLoop;
import static app.pixel.EventLoop.soon;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.Pixel;
import app.pixel.web.Service;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A whole matchmaker on loopback sockets, and what tests of it need. */
abstract class MatchmakerTest {

    static final String PAGE_LISTS = "{\"type\":\"listStreamers\"}";
    static final String PAGE_SUBSCRIBES = "{\"type\":\"subscribe\",\"streamerId\":\"Stream\"}";

    Vertx vertx;
    WebSocketClient pages;
    HttpClient http;
    Service matchmaker;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        pages = vertx.createWebSocketClient(new io.vertx.core.http.WebSocketClientOptions().setMaxConnections(10_000));
        http = vertx.createHttpClient();
        matchmaker = deploy();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    Service deploy(String... more) throws Exception {
        return deploy(Map.of(), more);
    }

    Service deploy(Map<String, String> environment, String... more) throws Exception {
        String[] ports = {"matchmaker", "--host", "127.0.0.1", "--port", "0", "--operations-port", "0"};
        boolean reportPortGiven = environment.containsKey("PIXEL_REPORT_PORT");
        String[] rest = reportPortGiven ? new String[0] : new String[] {"--report-port", "0"};
        String[] arguments = Stream.of(ports, rest, more).flatMap(Stream::of).toArray(String[]::new);
        Service service = Pixel.parse(environment, arguments).service();
        vertx.deployVerticle(service).await(10, TimeUnit.SECONDS);
        return service;
    }

    int port(String name) {
        return matchmaker.ports().getOrDefault(name, 0);
    }

    Inbox page() {
        return page("");
    }

    /** Any page up to its socket; a cookie may be empty. */
    Inbox page(String cookie) {
        return pageAt("/ws", cookie);
    }

    Inbox pageAt(String uri, String cookie) {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port("port"))
                .setURI(uri);
        if (!cookie.isEmpty()) {
            options.putHeader("cookie", cookie);
        }
        return soon(onEventLoop(vertx, () -> pages.connect(options).map(Inbox::new)));
    }

    /** A page that speaks first, as Epic's does. */
    Inbox listingPage(String cookie) {
        Inbox page = page(cookie);
        page.send(PAGE_LISTS);
        return page;
    }

    Inbox listingPage() {
        return listingPage("");
    }

    static String cookieOf(Inbox page) {
        String given = page.socket.headers().get("set-cookie");
        return given.substring(0, given.indexOf(';'));
    }

    FakeSignallingServer streamer(String id) {
        return new FakeSignallingServer(vertx, port("report-port"), id).ready();
    }

    /** Subscribes once the pool is on offer, and waits for the stream. */
    static Inbox play(Inbox page) {
        page.next(message -> message.encode().equals("{\"type\":\"streamerList\",\"ids\":[\"Stream\"]}"));
        page.send(PAGE_SUBSCRIBES);
        page.next("offer");
        return page;
    }

    /** A gauge as it is scraped now. */
    double gauge(String name) {
        String text = get("operations-port", "/custom");
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** Asks again until a gauge has this value; reports travel by themselves. */
    void awaitGauge(String name, double value) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (gauge(name) != value) {
            assertThat(System.nanoTime()).as("%s is %s", name, gauge(name)).isLessThan(deadline);
        }
    }

    String get(String port, String path) {
        return soon(onEventLoop(
                        vertx,
                        () -> http.request(HttpMethod.GET, port(port), "127.0.0.1", path)
                                .compose(request -> request.send())
                                .compose(response -> response.body())))
                .toString();
    }

    static List<String> typesOf(List<String> messages) {
        return messages.stream()
                .map(text -> new io.vertx.core.json.JsonObject(text).getString("type"))
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import static app.pixel.EventLoop.onEventLoop;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.Pixel;
import app.pixel.RawClient;
import app.pixel.web.Service;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * A matchmaker and a signalling server with planted secrets, from the first connection to a stream, and beside it all
 * that goes wrong. Every secret has the word {@value #PLANTED}.
 */
class PlantedSecretsTest {

    private static final String PLANTED = "planted";

    private static final String UNREADABLE = """
            GET /?token=planted-token&session=%zz HTTP/1.1\r
            Host: x\r
            Cookie: pixel-session=planted-cookie\r
            Connection: close\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
            \r
            """;

    /** Everything that is logged; our own lines at every level. */
    private static final class Everything extends AppenderBase<ILoggingEvent> {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            String failure =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(event.getFormattedMessage() + event.getKeyValuePairs() + failure);
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client =
            vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(100));
    private final LocalIssuer issuer = new LocalIssuer();
    private final Logger all = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("app.pixel");
    private final Everything logged = new Everything();

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        logged.start();
        all.addAppender(logged);
        ours.setLevel(Level.TRACE);
    }

    @AfterEach
    void stop() throws Exception {
        all.detachAppender(logged);
        ours.setLevel(null);
        vertx.close().await(10, SECONDS);
        issuer.close();
    }

    private Service start(Map<String, String> environment, String... arguments) throws Exception {
        Stream<String> usual = Stream.of(arguments[0], "--host", "127.0.0.1", "--operations-port", "0");
        Service service = Pixel.parse(
                        environment,
                        Stream.concat(usual, Stream.of(arguments).skip(1)).toArray(String[]::new))
                .service();
        vertx.deployVerticle(service).await(10, SECONDS);
        return service;
    }

    private Service matchmaker() throws Exception {
        return start(
                Map.of("PIXEL_SESSION_SECRET", "planted-session-secret", "PIXEL_LIST_TOKEN", "planted-list-token"),
                "matchmaker",
                "--port",
                "0",
                "--report-port",
                "0",
                "--streamer-token-file",
                file("reports", "planted-report-token").toString(),
                "--auth",
                "jwt",
                "--jwt-issuer",
                issuer.issuer(),
                "--jwt-audience",
                LocalIssuer.AUDIENCE,
                "--jwks-url",
                issuer.keysUrl().toString());
    }

    private Service signalling(Service matchmaker) throws Exception {
        HttpServer turn = vertx.createHttpServer()
                .requestHandler(request -> request.response().end("""
                        {"iceServers": [{"urls": ["turn:192.0.2.1:3478"], "username": "planted-user",
                                         "credential": "planted-credential"}]}"""))
                .listen(0, "127.0.0.1")
                .await(10, SECONDS);
        return start(
                Map.of("PIXEL_ICE_SERVERS_TOKEN", "planted-ice-token"),
                "signalling",
                "--player-port",
                "0",
                "--streamer-port",
                "0",
                "--sfu-port",
                "0",
                "--grace-period",
                "0s",
                "--matchmaker",
                "127.0.0.1:" + port(matchmaker, "report-port"),
                "--matchmaker-token-file",
                folder.resolve("reports").toString(),
                "--streamer-token-file",
                file("streamers", "planted-streamer-token").toString(),
                "--ice-servers-url",
                "http://127.0.0.1:" + turn.actualPort() + "/");
    }

    private Path file(String name, String secret) throws Exception {
        return Files.writeString(folder.resolve(name), secret + "\n");
    }

    private static int port(Service service, String flag) {
        return service.ports().getOrDefault(flag, 0);
    }

    /** Sends each answer at a message that has its word; {@code last} is done with the first description. */
    private Future<WebSocket> connect(int port, String uri, Map<String, String> answers, Promise<String> last) {
        WebSocketConnectOptions options =
                new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI(uri);
        options.putHeader("cookie", "pixel-session=planted-cookie; other=planted-other");
        return onEventLoop(
                vertx,
                () -> client.connect(options)
                        .onSuccess(socket -> socket.textMessageHandler(text -> {
                            answers.forEach((word, answer) -> {
                                if (text.contains(word)) {
                                    socket.writeTextMessage(answer);
                                }
                            });
                            if (text.contains("\"offer\"") || text.contains("\"answer\"")) {
                                last.tryComplete(text);
                            }
                        })));
    }

    private String get(int port, String path, String... headers) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return http.send(request.build(), BodyHandlers.ofString()).body();
        }
    }

    @Test
    void no_secret_is_written_where_others_read() throws Exception {
        Service matchmaker = matchmaker();
        Service signalling = signalling(matchmaker);
        String jwt = LocalIssuer.sign(issuer.claims().subject("planted-subject").build(), issuer.key());

        play(matchmaker, signalling, jwt);
        List<String> answers = provoke(matchmaker, signalling);
        String metrics = get(port(matchmaker, "operations-port"), "/metrics")
                + get(port(signalling, "operations-port"), "/metrics");

        assertThat(logged.lines).isNotEmpty().noneMatch(line -> line.contains(PLANTED) || line.contains(jwt));
        assertThat(metrics).contains("matchmaker_").doesNotContain(PLANTED).doesNotContain(jwt);
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isNotEmpty().doesNotContain(PLANTED));
    }

    private void play(Service matchmaker, Service signalling, String jwt) throws Exception {
        Promise<String> offered = Promise.promise();
        Promise<String> answered = Promise.promise();
        WebSocket streamer = connect(
                        port(signalling, "streamer-port"),
                        "/?token=planted-streamer-token",
                        Map.of(
                                "identify", "{\"type\":\"endpointId\",\"id\":\"Game\"}",
                                "playerConnected",
                                        "{\"type\":\"offer\",\"playerId\":\"101\",\"sdp\":\"a=ice-pwd:planted-pwd\"}"),
                        answered)
                .await(10, SECONDS);
        WebSocket page = connect(
                        port(matchmaker, "port"),
                        "/?token=" + jwt,
                        Map.of(
                                "\"ids\":[\"Stream\"]", "{\"type\":\"subscribe\",\"streamerId\":\"Stream\"}",
                                "\"offer\"", "{\"type\":\"answer\",\"sdp\":\"a=ice-pwd:planted-pwd\"}"),
                        offered)
                .await(10, SECONDS);
        page.writeTextMessage("{\"type\":\"listStreamers\"}");
        offered.future().await(10, SECONDS);
        answered.future().await(10, SECONDS);
        page.writeTextMessage("{\"type\":\"planted-type\",\"x\":planted");
        page.close().await(10, SECONDS);
        streamer.close().await(10, SECONDS);
    }

    /** The answers to requests that are refused. */
    private List<String> provoke(Service matchmaker, Service signalling) throws Exception {
        try (RawClient fake = RawClient.withoutRequest(port(matchmaker, "report-port"))) {
            fake.sendBytes("{\"type\":\"streamerToken\",\"token\":\"planted-wrong-token\"}".getBytes(UTF_8));
            assertThat(fake.isAtEnd()).isTrue();
        }
        try (RawClient fake = RawClient.withoutRequest(port(matchmaker, "report-port"))) {
            fake.sendBytes("{\"type\":planted}".getBytes(UTF_8));
            assertThat(fake.isAtEnd()).isTrue();
        }
        int visitors = port(matchmaker, "port");
        return List.of(
                refusal(visitors, "/?token=planted-bad-token"),
                RawClient.statusOf(visitors, UNREADABLE),
                refusal(port(signalling, "streamer-port"), "/?token=planted-wrong-token"),
                get(visitors, "/planted?token=planted"),
                get(visitors, "/list", "authorization", "Bearer planted-wrong-token"),
                get(visitors, "/list", "authorization", "Bearer planted-list-token"),
                get(port(signalling, "player-port"), "/api/streamers/planted"),
                get(port(signalling, "player-port"), "/api/status"));
    }

    private String refusal(int port, String uri) throws Exception {
        return connect(port, uri, Map.of(), Promise.promise())
                .map(opened -> "")
                .recover(refused -> Future.succeededFuture(
                        ((UpgradeRejectedException) refused).getBody().toString()))
                .await(10, SECONDS);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static app.pixel.EventLoop.onEventLoop;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.Pixel;
import app.pixel.web.Service;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.JsonParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** A signalling server of its own for every test, started from the command line that a pod would use. */
abstract class SignallingTest {

    final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions()
            .setMaxConnections(1000)
            .setMaxFrameSize(32 * 1024 * 1024)
            .setMaxMessageSize(32 * 1024 * 1024));
    private final HttpClient http = vertx.createHttpClient();
    private final Map<String, Integer> ports = new HashMap<>();
    private final BlockingQueue<JsonObject> reports = new LinkedBlockingQueue<>();
    private final BlockingQueue<NetSocket> reporters = new LinkedBlockingQueue<>();
    private String deployment = "";

    @AfterEach
    void stop() {
        TestPeer.await(client.close());
        TestPeer.await(http.close());
        TestPeer.await(vertx.close());
    }

    void start(String... flags) {
        start(Map.of(), flags);
    }

    void start(Map<String, String> environment, String... flags) {
        List<String> arguments = new ArrayList<>(List.of("signalling"));
        if (!List.of(flags).contains("--host")) {
            arguments.addAll(List.of("--host", "127.0.0.1"));
        }
        for (String port : List.of("player", "streamer", "sfu", "operations")) {
            arguments.addAll(List.of("--" + port + "-port", "0"));
        }
        arguments.addAll(List.of(flags));
        if (!arguments.contains("--grace-period")) {
            arguments.addAll(List.of("--grace-period", "0s"));
        }
        Service service =
                Pixel.parse(environment, arguments.toArray(String[]::new)).service();
        deployment = TestPeer.await(vertx.deployVerticle(service));
        ports.putAll(service.ports());
    }

    String deployment() {
        return deployment;
    }

    int port(String flag) {
        return ports.getOrDefault(flag, 0);
    }

    /** A player that has its config. */
    TestPeer player() {
        TestPeer player = connect("player-port");
        player.receive("config");
        return player;
    }

    /** A player that is subscribed to this streamer, which knows of it. */
    TestPeer playerOf(TestPeer streamer, String streamerId) {
        TestPeer player = player().send("{'type':'subscribe','streamerId':'" + streamerId + "'}");
        streamer.receive("playerConnected");
        return player;
    }

    /** A streamer that has been greeted. */
    TestPeer newStreamer() {
        TestPeer streamer = connect("streamer-port");
        streamer.receive("identify");
        streamer.receive("config");
        return streamer;
    }

    /** A streamer that is listed under this id. */
    TestPeer streamer(String id) {
        TestPeer streamer = newStreamer().send("{'type':'endpointId','id':'" + id + "'}");
        streamer.receive("endpointIdConfirm");
        return streamer;
    }

    TestPeer connect(String flag) {
        return connect(flag, new WebSocketConnectOptions());
    }

    TestPeer connect(String flag, WebSocketConnectOptions options) {
        options.setHost("127.0.0.1").setPort(port(flag));
        return TestPeer.await(onEventLoop(vertx, () -> client.connect(options).map(TestPeer::new)));
    }

    /** The answer to a request for a WebSocket that the server refuses. */
    UpgradeRejectedException rejection(String flag, WebSocketConnectOptions options) {
        options.setHost("127.0.0.1").setPort(port(flag));
        return TestPeer.await(client.connect(options)
                .map(opened -> {
                    throw new AssertionError("the server took the socket");
                })
                .recover(failure -> Future.succeededFuture(failure))
                .map(UpgradeRejectedException.class::cast));
    }

    record Answer(int status, String body) {}

    Answer get(String flag, String path) {
        return TestPeer.await(onEventLoop(
                vertx,
                () -> http.request(HttpMethod.GET, port(flag), "127.0.0.1", path)
                        .compose(HttpClientRequest::send)
                        .compose(response ->
                                response.body().map(body -> new Answer(response.statusCode(), body.toString())))));
    }

    /** A matchmaker that takes reports, on this port. */
    int startMatchmaker() {
        return TestPeer.await(vertx.createNetServer()
                        .connectHandler(socket -> {
                            reporters.add(socket);
                            socket.handler(JsonParser.newParser()
                                    .objectValueMode()
                                    .handler(event -> reports.add(event.objectValue())));
                        })
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    /** The next report, which must be of this type. */
    JsonObject assertReported(String type) throws InterruptedException {
        JsonObject report = reports.poll(10, TimeUnit.SECONDS);
        assertThat(report).as("a report").isNotNull();
        assertThat(report.getString("type")).as(report.encode()).isEqualTo(type);
        return report;
    }

    void hangUpOnReporter() throws InterruptedException {
        reporters.take().close();
    }
}

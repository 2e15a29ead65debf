// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static app.pixel.EventLoop.onEventLoop;

import app.pixel.Pixel;
import app.pixel.web.Service;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private String deployment = "";

    @AfterEach
    void stop() {
        Peer.await(client.close());
        Peer.await(http.close());
        Peer.await(vertx.close());
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
            arguments.addAll(List.of("--grace-period", "0"));
        }
        Service service =
                Pixel.parse(environment, arguments.toArray(String[]::new)).service();
        deployment = Peer.await(vertx.deployVerticle(service));
        ports.putAll(service.ports());
    }

    String deployment() {
        return deployment;
    }

    int port(String flag) {
        return ports.getOrDefault(flag, 0);
    }

    /** A player that has its config. */
    Peer player() {
        Peer player = connect("player-port");
        player.receive("config");
        return player;
    }

    /** A player that is subscribed to this streamer, which knows of it. */
    Peer playerOf(Peer streamer, String streamerId) {
        Peer player = player().send("{'type':'subscribe','streamerId':'" + streamerId + "'}");
        streamer.receive("playerConnected");
        return player;
    }

    /** A streamer that has been greeted. */
    Peer newStreamer() {
        Peer streamer = connect("streamer-port");
        streamer.receive("identify");
        streamer.receive("config");
        return streamer;
    }

    /** A streamer that is listed under this id. */
    Peer streamer(String id) {
        Peer streamer = newStreamer().send("{'type':'endpointId','id':'" + id + "'}");
        streamer.receive("endpointIdConfirm");
        return streamer;
    }

    Peer connect(String flag) {
        return connect(flag, new WebSocketConnectOptions());
    }

    Peer connect(String flag, WebSocketConnectOptions options) {
        options.setHost("127.0.0.1").setPort(port(flag));
        return Peer.await(onEventLoop(vertx, () -> client.connect(options).map(Peer::new)));
    }

    record Answer(int status, String body) {}

    Answer get(String flag, String path) {
        return Peer.await(onEventLoop(
                vertx,
                () -> http.request(HttpMethod.GET, port(flag), "127.0.0.1", path)
                        .compose(HttpClientRequest::send)
                        .compose(response ->
                                response.body().map(body -> new Answer(response.statusCode(), body.toString())))));
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Signalling servers with one streamer each, on a port each, as far as a matchmaker can tell. They report, and answer
 * up to the offer. After that they send back each message.
 */
final class FakeStreamers implements AutoCloseable {

    private final NetClient client;
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<NetSocket> reports = new ArrayList<>();

    FakeStreamers(Vertx vertx, int count) throws TimeoutException {
        this.client = vertx.createNetClient();
        for (int i = 0; i < count; i++) {
            servers.add(vertx.createHttpServer()
                    .webSocketHandler(FakeStreamers::serve)
                    .listen(0, "127.0.0.1")
                    .await(10, TimeUnit.SECONDS));
        }
    }

    int port(int index) {
        return servers.get(index).actualPort();
    }

    /** Connects all to the matchmaker, which hears of none before {@link #getReady}. */
    void connect(int reportPort) throws TimeoutException {
        for (int i = 0; i < servers.size(); i++) {
            reports.add(client.connect(reportPort, "127.0.0.1").await(10, TimeUnit.SECONDS));
        }
    }

    /** All are free from now on. */
    void getReady() throws TimeoutException {
        List<Future<Void>> written = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            JsonObject connect = new JsonObject()
                    .put("type", "connect")
                    .put("address", "127.0.0.1")
                    .put("port", port(i))
                    .put("ready", true)
                    .put("playerConnected", false);
            written.add(reports.get(i).write(Buffer.buffer(connect.encode())));
        }
        Future.all(written).await(30, TimeUnit.SECONDS);
    }

    private static void serve(ServerWebSocket player) {
        player.textMessageHandler(text -> answer(player, text));
        player.writeTextMessage("{\"type\":\"config\",\"peerConnectionOptions\":{}}");
    }

    private static void answer(ServerWebSocket player, String text) {
        if (text.contains("\"listStreamers\"")) {
            player.writeTextMessage("{\"type\":\"streamerList\",\"ids\":[\"streamer\"]}");
        } else if (text.contains("\"subscribe\"")) {
            player.textMessageHandler(player::writeTextMessage);
            player.writeTextMessage("{\"type\":\"offer\",\"sdp\":\"\"}");
        }
    }

    @Override
    public void close() throws TimeoutException {
        client.close().await(10, TimeUnit.SECONDS);
        Future.all(servers.stream().map(HttpServer::close).toList()).await(30, TimeUnit.SECONDS);
    }
}

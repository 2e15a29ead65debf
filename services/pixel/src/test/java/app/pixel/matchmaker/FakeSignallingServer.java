// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static app.pixel.EventLoop.onEventLoop;
import static app.pixel.EventLoop.soon;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * A signalling server with one streamer, as far as a matchmaker can tell. It reports over TCP, and serves players by a
 * script that a test can replace.
 */
final class FakeSignallingServer {

    static final String CONFIG = "{\"type\":\"config\",\"peerConnectionOptions\":{\"iceServers\":[]}}";

    private final BlockingQueue<Inbox> players = new LinkedBlockingQueue<>();
    private final Promise<Void> hungUp = Promise.promise();
    private final HttpServer server;
    private final NetClient client;
    private final NetSocket reports;
    final int port;
    final String streamerId;
    volatile BiConsumer<Inbox, String> script;

    FakeSignallingServer(Vertx vertx, int reportPort, String streamerId) {
        this.streamerId = streamerId;
        this.script = this::answer;
        server = soon(vertx.createHttpServer().webSocketHandler(this::onPlayer).listen(0, "127.0.0.1"));
        port = server.actualPort();
        client = vertx.createNetClient();
        reports = soon(onEventLoop(
                vertx,
                () -> client.connect(reportPort, "127.0.0.1")
                        .onSuccess(socket -> socket.closeHandler(closed -> hungUp.complete()))));
    }

    FakeSignallingServer ready() {
        report(new JsonObject()
                .put("type", "connect")
                .put("address", "not.for.you")
                .put("port", port)
                .put("ready", true)
                .put("playerConnected", false));
        return this;
    }

    void report(JsonObject message) {
        report(message.encode());
    }

    void report(String text) {
        soon(reports.write(Buffer.buffer(text)));
    }

    /** For event loops: does not wait. */
    void ping() {
        reports.write(Buffer.buffer("{\"type\":\"ping\"}"));
    }

    void stopReporting() {
        soon(reports.close());
    }

    /** The matchmaker ends the connection for reports; waits for it. */
    void awaitHangUp() {
        soon(hungUp.future());
    }

    /** Stops serving players, but goes on reporting. */
    void refusePlayers() {
        soon(server.close());
    }

    Inbox player() {
        try {
            Inbox player = players.poll(10, TimeUnit.SECONDS);
            if (player == null) {
                throw new AssertionError("no player came to " + streamerId);
            }
            return player;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    boolean hasNoPlayer() {
        return players.isEmpty();
    }

    private void onPlayer(ServerWebSocket socket) {
        Inbox player = new Inbox(socket);
        socket.textMessageHandler(text -> script.accept(player, text));
        players.add(player);
        script.accept(player, "");
    }

    /** Acts as Epic's server does, as far as a first offer; the empty text stands for the opening. */
    void answer(Inbox player, String text) {
        if (text.isEmpty()) {
            player.send(CONFIG);
        } else if (text.contains("listStreamers")) {
            player.send("{\"type\":\"streamerList\",\"ids\":[\"" + streamerId + "\"]}");
        } else if (text.contains("\"subscribe\"")) {
            player.send("{\"type\":\"offer\",\"sdp\":\"" + streamerId + "\",\"wanted\":"
                    + new JsonObject(text).getString("streamerId").equals(streamerId) + "}");
        } else {
            player.send(text.replace("\"type\":\"", "\"type\":\"echo-"));
        }
    }
}

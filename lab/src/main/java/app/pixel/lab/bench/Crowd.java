// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Players who do what a page does up to the offer, and who then, if asked to, send messages as fast as they come back.
 * Confined to the one event loop of its Vert.x; counters are read from anywhere.
 */
final class Crowd implements AutoCloseable {

    /** Connecting more at once than this overflows the listening socket's backlog. */
    private static final int WAVE = 50;

    private final Context loop;
    private final int port;
    private final WebSocketClient client;
    private final List<WebSocket> sockets = new ArrayList<>();
    private final Promise<Void> allWait = Promise.promise();
    private final Promise<Void> allPlay = Promise.promise();
    private final int size;
    private int waiting;
    private int playing;
    private final AtomicLong echoes = new AtomicLong();

    /** @param port where the players go: a matchmaker, or a relay */
    Crowd(Vertx vertx, int port, int size) {
        this.loop = vertx.getOrCreateContext();
        this.port = port;
        this.size = size;
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(size));
    }

    /** Connects all players, each of which asks for a streamer. Completes when all are connected. */
    Future<Void> come() {
        Promise<Void> here = Promise.promise();
        loop.runOnContext(start -> wave(size).onComplete(here));
        return here.future();
    }

    Future<Void> allWait() {
        return allWait.future();
    }

    /** Completes when every player has an offer. */
    Future<Void> allPlay() {
        return allPlay.future();
    }

    long echoes() {
        return echoes.get();
    }

    /** Keeps so many messages of so many characters under way, for each player. */
    void chatter(int messages, int length) {
        String message = "{\"type\":\"iceCandidate\",\"candidate\":\"%s\"}".formatted("x".repeat(length));
        loop.runOnContext(start -> sockets.forEach(socket -> {
            socket.textMessageHandler(echo -> {
                echoes.incrementAndGet();
                socket.writeTextMessage(echo);
            });
            for (int i = 0; i < messages; i++) {
                socket.writeTextMessage(message);
            }
        }));
    }

    private Future<Void> wave(int left) {
        if (left == 0) {
            return Future.succeededFuture();
        }
        List<Future<WebSocket>> wave = new ArrayList<>();
        for (int i = 0; i < Math.min(WAVE, left); i++) {
            wave.add(client.connect(port, "127.0.0.1", "/").onSuccess(this::enter));
        }
        return Future.all(wave).compose(connected -> wave(left - wave.size()));
    }

    private void enter(WebSocket socket) {
        sockets.add(socket);
        socket.textMessageHandler(text -> hear(socket, new JsonObject(text)));
        socket.writeTextMessage("{\"type\":\"listStreamers\"}");
    }

    private void hear(WebSocket socket, JsonObject message) {
        switch (message.getString("type")) {
            case "matchmaker" -> {
                if (message.getBoolean("queued") && ++waiting == size) {
                    allWait.complete();
                }
            }
            case "streamerList" -> {
                JsonArray ids = message.getJsonArray("ids");
                if (!ids.isEmpty()) {
                    socket.writeTextMessage(new JsonObject()
                            .put("type", "subscribe")
                            .put("streamerId", ids.getString(0))
                            .encode());
                }
            }
            case "offer" -> {
                if (++playing == size) {
                    allPlay.complete();
                }
            }
            default -> {} // News of the queue.
        }
    }

    @Override
    public void close() throws TimeoutException {
        client.close().await(30, TimeUnit.SECONDS);
    }
}

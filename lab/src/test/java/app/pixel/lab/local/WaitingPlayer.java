// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;

/** A player's socket, which does what the page does up to the offer: asks for streamers and takes the first. */
final class WaitingPlayer implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 180;

    /** Heard when the socket is closed, with the code. */
    static final String CLOSED = "closed with ";

    private final WebSocketClient client;
    private final int port;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private String cookie = "";

    private WaitingPlayer(WebSocketClient client, int port) {
        this.client = client;
        this.port = port;
    }

    static WaitingPlayer at(Vertx vertx, int port) throws Exception {
        var player = new WaitingPlayer(vertx.createWebSocketClient(), port);
        player.connect();
        return player;
    }

    /** With the cookie that it was given, as a browser would. */
    private void connect() throws Exception {
        ClientWebSocket socket = client.webSocket();
        socket.textMessageHandler(text -> hear(socket, text))
                .closeHandler(end -> heard.add(CLOSED + socket.closeStatusCode()));
        WebSocket open = socket.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI("/ws")
                        .addHeader("cookie", cookie))
                .await(30, SECONDS);
        open.writeTextMessage("{\"type\":\"listStreamers\"}");
        String given = open.headers().get("set-cookie");
        cookie = given == null ? cookie : given.replaceAll(";.*", "");
    }

    private void hear(WebSocket socket, String text) {
        heard.add(text);
        JsonObject message = new JsonObject(text);
        if ("streamerList".equals(message.getString("type"))
                && !message.getJsonArray("ids").isEmpty()) {
            subscribe(socket, message.getJsonArray("ids").getString(0));
        }
    }

    private static void subscribe(WebSocket socket, String streamerId) {
        socket.writeTextMessage(new JsonObject()
                .put("type", "subscribe")
                .put("streamerId", streamerId)
                .encode());
    }

    /** Passes over what was heard until a message has this in it, and comes back when it is sent away, as pages do. */
    void awaits(String part) throws Exception {
        String message = "";
        while (!message.contains(part)) {
            message = heard.poll(PATIENCE_SECONDS, SECONDS);
            if (message == null) {
                throw new AssertionError("no message contains " + part);
            }
            if (message.startsWith(CLOSED)) {
                connect();
            }
        }
    }

    @Override
    public void close() throws TimeoutException {
        client.close().await(10, SECONDS);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sole owner of a visitor's WebSocket: finds out when nobody is there any longer, closes it with a reason, and tells the
 * page the news of a queue, each once.
 */
final class PageSocket {

    /** Takes the close code, 1006 without one, and the reason. */
    interface ClosedHandler {
        void closed(int code, String reason);
    }

    private static final Buffer PING = Buffer.buffer("pixel");

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final String token;
    private final long pingTimer;
    private boolean pongMissing;
    private boolean toldQueued;
    private int toldPosition;
    private int toldLength;

    /** @param token lets the page come back to its place */
    PageSocket(Vertx vertx, ServerWebSocket socket, String token, Duration pingInterval) {
        this.vertx = vertx;
        this.socket = socket;
        this.token = token;
        pingTimer = vertx.setPeriodic(pingInterval.toMillis(), timer -> ping());
    }

    void open(Consumer<String> onText, ClosedHandler onClosed) {
        onMessage(socket, onText);
        socket.pongHandler(pong -> pongMissing = false);
        socket.closeHandler(closed -> {
            vertx.cancelTimer(pingTimer);
            onClosed.closed(CloseReason.codeOf(socket), CloseReason.reasonOf(socket));
        });
    }

    void send(String message) {
        if (!socket.isClosed()) {
            socket.writeTextMessage(message);
        }
    }

    /** False when the page knows already. */
    boolean tellQueued() {
        if (toldQueued) {
            return false;
        }
        toldQueued = true;
        send(Notice.queued("Waiting for available streamer", token));
        return true;
    }

    void tellQueuedAgain(String detail) {
        send(Notice.queued(detail, token));
    }

    /** Whoever was never told to wait hears nothing of a queue. */
    void tellPosition(int position, int length, Eta eta) {
        if (toldQueued && (position != toldPosition || length != toldLength)) {
            toldPosition = position;
            toldLength = length;
            send(Notice.position(position, length, eta.secondsFor(position)));
        }
    }

    void tellMatched(String alias) {
        if (toldQueued) {
            toldQueued = false;
            send(Notice.matched(alias));
        }
    }

    /** From here on frames go to the streamer unread, but for a few that name streamers. */
    void relay(WebSocketBase streamer, boolean named, Relay.LateMessages late) {
        Relay.between(socket, streamer, named, late);
    }

    void close(int code, String reason) {
        socket.close((short) code, CloseReason.fitting(reason));
    }

    /** Text is the rule; binary frames that hold the same JSON are taken too. What is too large ends the connection. */
    static void onMessage(WebSocketBase socket, Consumer<String> handler) {
        socket.textMessageHandler(handler::accept);
        socket.binaryMessageHandler(buffer -> handler.accept(buffer.toString(StandardCharsets.UTF_8)));
        socket.exceptionHandler(failure -> socket.close((short) 1009, "This message is too large."));
    }

    private void send(JsonObject message) {
        send(message.encode());
    }

    private void ping() {
        if (pongMissing) {
            socket.shutdown(1, TimeUnit.SECONDS);
            return;
        }
        pongMissing = true;
        socket.writePing(PING);
    }
}

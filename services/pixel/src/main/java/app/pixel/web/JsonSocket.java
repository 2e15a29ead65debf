// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sole owner of one WebSocket that carries JSON objects, one a frame: nothing else writes to it, pings it or closes it.
 *
 * <p>Liveness is by WebSocket ping frames, which browsers and Unreal answer by themselves: a peer that leaves two pings
 * unanswered is closed, so that a half-open connection frees its slot. Text frames are the rule; binary frames that
 * hold the same JSON are taken too, as Unreal 5.1 and Epic's page do. Confined to the event loop that made it.
 */
public final class JsonSocket {

    /** The peer gave no close code (RFC 6455, 7.1.5), or vanished. */
    public static final int NO_STATUS = 1005;

    private static final int MISSED_PINGS_ALLOWED = 2;
    /** RFC 6455, 5.5.1: a close frame has room for a code and 123 bytes of UTF-8. */
    private static final int REASON_BYTES = 123;

    private static final Buffer PING = Buffer.buffer("pixel");

    private final Vertx vertx;
    private final WebSocketBase socket;
    private final long pingTimer;
    private int missedPings;
    private boolean open = true;
    private Consumer<String> onText = text -> {};
    private BiConsumer<Integer, String> onClose = (code, reason) -> {};

    public JsonSocket(Vertx vertx, WebSocketBase socket, Duration pingInterval) {
        this.vertx = vertx;
        this.socket = socket;
        socket.textMessageHandler(text -> onText.accept(text));
        socket.binaryMessageHandler(buffer -> onText.accept(buffer.toString(StandardCharsets.UTF_8)));
        socket.pongHandler(pong -> missedPings = 0);
        socket.exceptionHandler(failure -> {});
        socket.closeHandler(ignored -> closed());
        pingTimer = vertx.setPeriodic(pingInterval.toMillis(), timer -> ping());
    }

    public JsonSocket onText(Consumer<String> handler) {
        onText = handler;
        return this;
    }

    /** Called exactly once, with the close code ({@link #NO_STATUS} if there was none) and the peer's reason or "". */
    public JsonSocket onClose(BiConsumer<Integer, String> handler) {
        onClose = handler;
        return this;
    }

    public boolean isOpen() {
        return open;
    }

    public void send(JsonObject message) {
        sendText(message.encode());
    }

    /** Sends a message that somebody else wrote, byte for byte. Dropped silently when the socket is closed. */
    public void sendText(String message) {
        if (open) {
            socket.writeTextMessage(message);
        }
    }

    /** Closes with a code of RFC 6455 and a reason, cut to what a close frame can hold. */
    public Future<Void> close(int code, String reason) {
        return open ? socket.close((short) code, fitting(reason)) : Future.succeededFuture();
    }

    private void ping() {
        if (missedPings >= MISSED_PINGS_ALLOWED) {
            socket.shutdown(1, java.util.concurrent.TimeUnit.SECONDS);
            return;
        }
        missedPings++;
        socket.writePing(PING);
    }

    private void closed() {
        if (!open) {
            return;
        }
        open = false;
        vertx.cancelTimer(pingTimer);
        @Nullable Short code = socket.closeStatusCode();
        @Nullable String reason = socket.closeReason();
        onClose.accept(code == null ? NO_STATUS : code.intValue(), reason == null ? "" : reason);
    }

    private static String fitting(String reason) {
        String cut = reason;
        while (cut.getBytes(StandardCharsets.UTF_8).length > REASON_BYTES) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut;
    }
}

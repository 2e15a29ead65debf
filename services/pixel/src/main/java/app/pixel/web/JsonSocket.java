// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.internal.http.WebSocketInternal;
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
 * unanswered is cut off, so that a half-open connection frees its slot. Text frames are the rule; binary frames that
 * hold the same JSON are taken too, as Unreal 5.1 and Epic's page send them. Confined to the event loop that made it.
 *
 * <p>A peer cannot make this end grow: a message above the server's limit closes the socket with 1009, and a peer that
 * does not read what it is sent is cut off once {@value #UNREAD_LIMIT} characters wait for it. Closing never depends on
 * the peer's consent: from {@link #close} on, no message is delivered or sent, and whoever listens is told in the next
 * turn of the event loop.
 */
public final class JsonSocket {

    /** RFC 6455, 7.4.1: this end goes away. */
    public static final int GOING_AWAY = 1001;
    /** The peer gave no close code (RFC 6455, 7.1.5), or vanished. */
    public static final int NO_STATUS = 1005;
    /** RFC 6455, 7.4.1: a message is too big. */
    public static final int TOO_BIG = 1009;
    /** RFC 6455, 7.4.1: this end met a condition that it did not expect. */
    public static final int UNEXPECTED = 1011;
    /** IANA's WebSocket registry: try again later. */
    public static final int TRY_LATER = 1013;

    static final int UNREAD_LIMIT = 4 * 1024 * 1024;

    private static final int MISSED_PINGS_ALLOWED = 2;
    /** RFC 6455, 5.5.1: a close frame has room for a code and 123 bytes of UTF-8. */
    private static final int REASON_BYTES = 123;
    /** How long the peer has to answer a close frame before the connection is cut. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private static final Buffer PING = Buffer.buffer("pixel");

    private final Vertx vertx;
    private final WebSocketBase socket;
    private final long pingTimer;
    private int missedPings;
    private int unread;
    private boolean open = true;
    private Promise<Void> nextPong = Promise.promise();
    private Consumer<String> onText = text -> {};
    private BiConsumer<Integer, String> onClose = (code, reason) -> {};

    public JsonSocket(Vertx vertx, WebSocketBase socket, Duration pingInterval) {
        this.vertx = vertx;
        this.socket = socket;
        socket.textMessageHandler(this::received);
        socket.binaryMessageHandler(buffer -> received(buffer.toString(StandardCharsets.UTF_8)));
        socket.pongHandler(pong -> alive());
        socket.exceptionHandler(this::failed);
        socket.closeHandler(ignored -> closedByPeer());
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

    /** Reads no more from the peer until {@link #resume}; what it sends meanwhile waits in its own send buffer. */
    public JsonSocket pause() {
        socket.pause();
        return this;
    }

    public JsonSocket resume() {
        socket.resume();
        return this;
    }

    public void send(JsonObject message) {
        sendText(message.encode());
    }

    /** Sends a message that somebody else wrote, byte for byte. Dropped silently when the socket is closed. */
    public void sendText(String message) {
        if (!open) {
            return;
        }
        int length = message.length();
        if (unread + length > UNREAD_LIMIT) {
            cut(TRY_LATER, "You do not read what you are sent.");
            return;
        }
        unread += length;
        socket.writeTextMessage(message).onComplete(written -> unread -= length);
    }

    /** Whether the peer answers a ping within this time. */
    public Future<Boolean> answers(Duration within) {
        if (!open) {
            return Future.succeededFuture(false);
        }
        Promise<Boolean> answer = Promise.promise();
        nextPong.future().onSuccess(pong -> answer.tryComplete(true));
        vertx.setTimer(within.toMillis(), timer -> answer.tryComplete(false));
        socket.writePing(PING);
        return answer.future();
    }

    /** Closes with a code of RFC 6455 and a reason, cut to what a close frame can hold; done when the peer knows. */
    public Future<Void> close(int code, String reason) {
        if (!open) {
            return Future.succeededFuture();
        }
        Future<Void> closed = socket.close((short) code, fitting(reason));
        closing(code, reason);
        return closed;
    }

    /** Closes without code and reason, so that the peer sees {@link #NO_STATUS}. */
    public void close() {
        if (open) {
            // Vert.x always sends a code.
            var _ = channel().writeAndFlush(new CloseWebSocketFrame());
            closing(NO_STATUS, "");
        }
    }

    /** Cuts the connection without a farewell, for a peer that would not hear it. */
    public void cut(int code, String reason) {
        if (open) {
            disconnect();
            closing(code, reason);
        }
    }

    private void received(String text) {
        missedPings = 0;
        if (open) {
            onText.accept(text);
        }
    }

    private void alive() {
        missedPings = 0;
        nextPong.complete();
        nextPong = Promise.promise();
    }

    private void ping() {
        if (missedPings >= MISSED_PINGS_ALLOWED) {
            cut(NO_STATUS, "");
            return;
        }
        missedPings++;
        socket.writePing(PING);
    }

    /**
     * Tells a peer why it is about to be cut off: Vert.x closes a connection whose frames are malformed or too big
     * without a word, and only drops a message of several frames that is too big. A lost connection gets here too.
     */
    private void failed(Throwable failure) {
        switch (failure) {
            case CorruptedWebSocketFrameException refused ->
                close(refused.closeStatus().code(), "The frame is not acceptable.");
            case IllegalStateException oversized -> close(TOO_BIG, "The message is too big.");
            default -> {}
        }
    }

    private void closing(int code, String reason) {
        open = false;
        vertx.cancelTimer(pingTimer);
        vertx.setTimer(FAREWELL.toMillis(), timer -> disconnect());
        vertx.runOnContext(turn -> onClose.accept(code, reason));
    }

    private void closedByPeer() {
        if (!open) {
            return;
        }
        open = false;
        vertx.cancelTimer(pingTimer);
        @Nullable Short code = socket.closeStatusCode();
        @Nullable String reason = socket.closeReason();
        onClose.accept(code == null ? NO_STATUS : code.intValue(), reason == null ? "" : reason);
    }

    private void disconnect() {
        var _ = channel().close();
    }

    private ChannelHandlerContext channel() {
        return ((WebSocketInternal) socket).channelHandlerContext();
    }

    private static String fitting(String reason) {
        String cut = reason;
        while (cut.getBytes(StandardCharsets.UTF_8).length > REASON_BYTES) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut;
    }
}

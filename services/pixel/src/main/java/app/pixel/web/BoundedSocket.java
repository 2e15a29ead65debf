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
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Sole owner of one WebSocket's life: the heartbeat, the limit of unread output, and the end. {@link JsonSocket} gives
 * it a meaning.
 *
 * <p>A {@link ReceiveGuard} closes the socket of a peer that sends more than its {@link ReceiveLimits}. A peer that
 * does not answer its {@link Heartbeat} is cut off. So is a peer that leaves {@value #UNREAD_LIMIT} characters unread.
 * Closing never waits for the peer longer than {@link #FAREWELL}.
 */
final class BoundedSocket {

    static final int UNREAD_LIMIT = 4 * 1024 * 1024;

    /** How long the peer has to answer a close frame before the connection is cut. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private static final Buffer PING = Buffer.buffer("pixel");

    private final Vertx vertx;
    private final WebSocketBase socket;
    private final Heartbeat heartbeat;
    private final ReceiveGuard guard;
    private int unread;
    private boolean open = true;
    private Promise<Void> nextPong = Promise.promise();
    private Consumer<CloseStatus> onClose = status -> {};

    BoundedSocket(Vertx vertx, WebSocketBase socket, Duration pingInterval, ReceiveLimits limits) {
        this.vertx = vertx;
        this.socket = socket;
        socket.pongHandler(pong -> answered());
        socket.exceptionHandler(this::failed);
        socket.closeHandler(closed -> closedByPeer());
        heartbeat =
                new Heartbeat(vertx, pingInterval, () -> socket.writePing(PING), () -> cut(CloseStatus.ABNORMAL, ""));
        guard = ReceiveGuard.on(channel(), limits, (code, reason) -> {
            var _ = close(code, reason);
        });
    }

    void onClose(Consumer<CloseStatus> handler) {
        onClose = handler;
    }

    boolean isOpen() {
        return open;
    }

    /** Something came from the peer. */
    void heard() {
        heartbeat.alive();
    }

    /** From now on the peer's messages are not this end's to bound. */
    void relaying() {
        guard.relaying();
    }

    /** Drops the text silently when the socket is closed. */
    void sendText(String text) {
        if (!open) {
            return;
        }
        int length = text.length();
        if (unread + length > UNREAD_LIMIT) {
            cut(CloseStatus.TRY_LATER, "You do not read what you are sent.");
            return;
        }
        unread += length;
        socket.writeTextMessage(text).onComplete(written -> unread -= length);
    }

    Future<Boolean> answers(Duration within) {
        if (!open) {
            return Future.succeededFuture(false);
        }
        Promise<Boolean> answer = Promise.promise();
        nextPong.future().onSuccess(pong -> answer.tryComplete(true));
        vertx.setTimer(within.toMillis(), timer -> answer.tryComplete(false));
        socket.writePing(PING);
        return answer.future();
    }

    Future<Void> close(int code, String reason) {
        if (!open) {
            return Future.succeededFuture();
        }
        Future<Void> closed = socket.close((short) code, CloseStatus.fitting(reason));
        closing(code, reason);
        return closed;
    }

    void closeWithoutCode() {
        if (open) {
            // Vert.x always sends a code.
            var _ = channel().writeAndFlush(new CloseWebSocketFrame());
            closing(CloseStatus.NO_STATUS, "");
        }
    }

    void cut(int code, String reason) {
        if (open) {
            disconnect();
            closing(code, reason);
        }
    }

    private void answered() {
        heartbeat.alive();
        nextPong.complete();
        nextPong = Promise.promise();
    }

    /**
     * Tells a peer why it is about to be cut off. Vert.x closes a connection silently when a frame is malformed or too
     * big, and only drops a message of several frames that is too big. A lost connection gets here too.
     */
    private void failed(Throwable failure) {
        switch (failure) {
            case CorruptedWebSocketFrameException refused ->
                close(refused.closeStatus().code(), "The frame is not acceptable.");
            case IllegalStateException oversized -> close(CloseStatus.TOO_BIG, "The message is too big.");
            default -> {}
        }
    }

    private void closing(int code, String reason) {
        open = false;
        heartbeat.stop();
        vertx.setTimer(FAREWELL.toMillis(), timer -> disconnect());
        vertx.runOnContext(turn -> onClose.accept(new CloseStatus(code, reason)));
    }

    private void closedByPeer() {
        if (open) {
            open = false;
            heartbeat.stop();
            onClose.accept(CloseStatus.of(socket));
        }
    }

    private void disconnect() {
        var _ = channel().close();
    }

    private ChannelHandlerContext channel() {
        return ((WebSocketInternal) socket).channelHandlerContext();
    }
}

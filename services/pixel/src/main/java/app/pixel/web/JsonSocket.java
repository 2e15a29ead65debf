// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Sole owner of one WebSocket that carries JSON objects, one a frame: nothing else writes to it, pings it or closes it.
 *
 * <p>Liveness is by WebSocket ping frames, which browsers and Unreal answer by themselves. A peer that leaves two pings
 * unanswered is cut off, so that a half-open connection frees its slot. Text frames are the rule. Binary frames that
 * hold the same JSON are taken too, as Unreal 5.1 and Epic's page send them. Confined to the event loop that made it.
 *
 * <p>A peer cannot make this end grow or work. A message above the limit closes the socket with 1009, and more messages
 * or bytes than {@link ReceiveLimits} allow close it with 1008. A peer that does not read what it is sent is cut off
 * once {@value BoundedSocket#UNREAD_LIMIT} characters wait for it.
 *
 * <p>Closing never depends on the peer's consent. From {@link #close} on, no message is delivered or sent, and the
 * close handler is called in the next turn of the event loop.
 */
public final class JsonSocket {

    private final WebSocketBase socket;
    private final BoundedSocket bounded;
    private Consumer<String> onText = text -> {};

    /** Owns the socket of a peer that is trusted. */
    public JsonSocket(Vertx vertx, WebSocketBase socket, Duration pingInterval) {
        this(vertx, socket, pingInterval, ReceiveLimits.none());
    }

    /** Owns a socket whose peer is held to these limits. */
    public JsonSocket(Vertx vertx, WebSocketBase socket, Duration pingInterval, ReceiveLimits limits) {
        this.socket = socket;
        this.bounded = new BoundedSocket(vertx, socket, pingInterval, limits);
        socket.textMessageHandler(this::received);
        socket.binaryMessageHandler(buffer -> received(buffer.toString(StandardCharsets.UTF_8)));
    }

    public JsonSocket onText(Consumer<String> handler) {
        onText = handler;
        return this;
    }

    /** Called exactly once. The code is {@link CloseStatus#ABNORMAL} when the peer vanished. */
    public JsonSocket onClose(Consumer<CloseStatus> handler) {
        bounded.onClose(handler);
        return this;
    }

    public boolean isOpen() {
        return bounded.isOpen();
    }

    /** Reads no more from the peer until {@link #resume}. The peer's messages wait in its own send buffer meanwhile. */
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

    /** Sends a message that another peer wrote, byte for byte. Dropped silently when the socket is closed. */
    public void sendText(String message) {
        bounded.sendText(message);
    }

    /**
     * From now on this peer's data frames go to {@code other} as they came, and the text handler gets no more.
     *
     * <p>Back-pressure holds: while {@code other} is slow to read, nothing is read from this peer. Of its
     * {@link ReceiveLimits} only the bytes hold from now on.
     *
     * @param taken handles a frame instead of {@code other} where it returns true
     */
    public void relayTo(JsonSocket other, Predicate<WebSocketFrame> taken) {
        if (!isOpen() || !other.isOpen()) {
            return;
        }
        bounded.relaying();
        socket.textMessageHandler(null);
        socket.binaryMessageHandler(null);
        other.socket.drainHandler(drained -> socket.resume());
        socket.frameHandler(frame -> {
            bounded.heard();
            if (isData(frame) && isOpen() && other.isOpen() && !taken.test(frame)) {
                other.socket.writeFrame(frame);
                if (other.socket.writeQueueFull()) {
                    socket.pause();
                }
            }
        });
    }

    /** Reports whether the peer answers a ping within this time. */
    public Future<Boolean> answers(Duration within) {
        return bounded.answers(within);
    }

    /** Closes with a code of RFC 6455 and a reason, cut to what a close frame can hold; done when the peer knows. */
    public Future<Void> close(int code, String reason) {
        return bounded.close(code, reason);
    }

    /** Closes without code and reason. A browser sees {@link CloseStatus#NO_STATUS}. */
    public void close() {
        bounded.closeWithoutCode();
    }

    /** Cuts the connection without a farewell, for a peer that would not hear it. */
    public void cut(int code, String reason) {
        bounded.cut(code, reason);
    }

    private void received(String text) {
        bounded.heard();
        if (isOpen()) {
            onText.accept(text);
        }
    }

    private static boolean isData(WebSocketFrame frame) {
        return frame.isText() || frame.isBinary() || frame.isContinuation();
    }
}

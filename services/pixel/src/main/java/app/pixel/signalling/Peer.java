// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.CloseStatus;
import app.pixel.web.JsonSocket;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** The socket of a player, a streamer or an SFU, and all that the three have in common. */
final class Peer {

    private static final Logger log = LoggerFactory.getLogger(Peer.class);

    private final JsonSocket socket;
    private final String remoteAddress;
    private final String kind;
    private final UnaryOperator<LoggingEventBuilder> identity;

    /**
     * @param kind the word for it in logs
     * @param identity adds the peer's ids to a log line
     */
    Peer(JsonSocket socket, String remoteAddress, String kind, UnaryOperator<LoggingEventBuilder> identity) {
        this.socket = socket;
        this.remoteAddress = remoteAddress;
        this.kind = kind;
        this.identity = identity;
    }

    void listen(Consumer<String> onText, Consumer<CloseStatus> onClose) {
        socket.onText(onText).onClose(status -> {
            identity.apply(log.atInfo())
                    .addKeyValue("remoteAddress", remoteAddress)
                    .addKeyValue("code", status.code())
                    .addKeyValue("reason", status.reason())
                    .log("{} left", kind);
            onClose.accept(status);
        });
    }

    String remoteAddress() {
        return remoteAddress;
    }

    void send(ServerMessage message, EngineProfile reader) {
        socket.sendText(message.text(reader));
    }

    void sendText(String message) {
        socket.sendText(message);
    }

    /** Reads nothing more until {@link #resume}. */
    void pause() {
        socket.pause();
    }

    void resume() {
        socket.resume();
    }

    /** Reports whether the socket answers a ping within this time. */
    Future<Boolean> answers(Duration within) {
        return socket.answers(within);
    }

    void close(int code, String reason) {
        socket.close(code, reason);
    }

    /** Without a code, as Epic's server does it: the page shows "Disconnected" and looks for a streamer again. */
    void closeWithoutCode() {
        socket.close();
    }

    /** Without a farewell, for a peer that would not hear it. */
    void cut() {
        socket.cut(CloseStatus.ABNORMAL, "");
    }

    void logIgnored(String reason) {
        identity.apply(log.atDebug()).addKeyValue("reason", reason).log("ignored a message of a {}", kind);
    }
}

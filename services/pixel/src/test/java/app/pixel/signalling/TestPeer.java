// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The other end of a signalling connection: a page, an Unreal application or an SFU. */
final class TestPeer {

    private static final long SECONDS = 10;

    private final WebSocket socket;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();

    /** To be made in the turn of the event loop in which the socket was opened, so that no message is missed. */
    TestPeer(WebSocket socket) {
        this.socket = socket;
        socket.textMessageHandler(received::add);
        socket.closeHandler(
                closed -> closeCode.complete(socket.closeStatusCode().intValue()));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    WebSocket socket() {
        return socket;
    }

    TestPeer send(String json) {
        await(socket.writeTextMessage(json.replace('\'', '"')));
        return this;
    }

    TestPeer sendBinary(String json) {
        await(socket.writeBinaryMessage(Buffer.buffer(json.replace('\'', '"'))));
        return this;
    }

    /** The next message, which must be of this type. */
    JsonObject receive(String type) {
        JsonObject message = new JsonObject(receiveText());
        assertThat(message.getString("type")).as(message.encode()).isEqualTo(type);
        return message;
    }

    /** Asks for a pong and expects it next: all that was sent before has been handled, and nothing came of it. */
    TestPeer hearsNothing() {
        send("{'type':'ping','time':1}");
        receive("pong");
        return this;
    }

    int closeCode() {
        try {
            return closeCode.get(SECONDS, TimeUnit.SECONDS);
        } catch (Exception late) {
            throw new AssertionError("was not closed", late);
        }
    }

    String closeReason() {
        closeCode();
        return socket.closeReason() == null ? "" : socket.closeReason();
    }

    void close() {
        await(socket.close());
    }

    String receiveText() {
        try {
            String text = received.poll(SECONDS, TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("nothing came");
            }
            return text;
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }
}

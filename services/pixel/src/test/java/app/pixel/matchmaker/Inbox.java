// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.WebSocketBase;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One end of a WebSocket in a test: what arrived there, to be taken in order. */
final class Inbox {

    record Closed(int code, String reason) {}

    private static final int SECONDS = 10;

    final WebSocketBase socket;
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();

    Inbox(WebSocketBase socket) {
        this.socket = socket;
        socket.textMessageHandler(messages::add);
        socket.exceptionHandler(failure -> {});
        socket.closeHandler(ignored -> {
            String reason = socket.closeReason();
            closed.complete(new Closed(socket.closeStatusCode(), reason == null ? "" : reason));
        });
    }

    void send(String message) {
        socket.writeTextMessage(message);
    }

    String next() {
        return next(SECONDS);
    }

    private String next(int seconds) {
        try {
            String message = messages.poll(seconds, TimeUnit.SECONDS);
            assertThat(message).as("a message within %d s", seconds).isNotNull();
            return message;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** The next message of that type; what comes before it is dropped. */
    JsonObject next(String type) {
        return next(message -> type.equals(message.getString("type")));
    }

    JsonObject next(Predicate<JsonObject> wanted) {
        return next(SECONDS, wanted);
    }

    JsonObject next(int seconds, Predicate<JsonObject> wanted) {
        JsonObject message = new JsonObject(next(seconds));
        while (!wanted.test(message)) {
            message = new JsonObject(next(seconds));
        }
        return message;
    }

    /** Everything that arrived before the answer to a ping that is sent now. */
    java.util.List<String> untilPong() {
        send("{\"type\":\"ping\",\"time\":77}");
        java.util.List<String> before = new java.util.ArrayList<>();
        for (String message = next(); !message.contains("\"pong\""); message = next()) {
            before.add(message);
        }
        return before;
    }

    Closed closed() {
        return closed(SECONDS);
    }

    Closed closed(int seconds) {
        return closed.copy().orTimeout(seconds, TimeUnit.SECONDS).join();
    }
}

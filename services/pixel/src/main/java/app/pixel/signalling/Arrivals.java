// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.JsonSocket;
import app.pixel.web.ReceiveLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * Keeps a new connection waiting until its ICE servers are known. Only then it is registered and greeted, so
 * {@code config} comes first on every connection, and once.
 *
 * @param limits of what a peer sends
 */
record Arrivals(Vertx vertx, Duration pingInterval, ReceiveLimits limits) {

    void greet(ServerWebSocket webSocket, Future<JsonObject> iceOptions, BiConsumer<JsonSocket, JsonObject> greeting) {
        JsonSocket socket = open(webSocket).pause();
        iceOptions.onSuccess(peerConnectionOptions -> {
            if (socket.isOpen()) {
                greeting.accept(socket, peerConnectionOptions);
                socket.resume();
            }
        });
    }

    JsonSocket open(ServerWebSocket webSocket) {
        return new JsonSocket(vertx, webSocket, pingInterval, limits);
    }

    static String addressOf(ServerWebSocket webSocket) {
        SocketAddress address = webSocket.remoteAddress();
        return address == null ? "" : address.hostAddress();
    }
}

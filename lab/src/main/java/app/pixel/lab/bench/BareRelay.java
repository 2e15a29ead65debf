// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The least that Vert.x can do to connect two WebSockets: every frame goes to the other side, and who reads too slowly
 * is waited for. A program of its own, given the port to relay to.
 */
final class BareRelay {

    private final WebSocketClient client;
    private final int port;

    private BareRelay(Vertx vertx, int port) {
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(Integer.MAX_VALUE));
        this.port = port;
    }

    static void main(String[] arguments) throws TimeoutException {
        Vertx vertx = Vertx.vertx();
        BareRelay relay = new BareRelay(vertx, Integer.parseInt(arguments[0]));
        HttpServer server = vertx.createHttpServer()
                .webSocketHandler(relay::connect)
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
        System.out.println("ready " + server.actualPort());
    }

    private void connect(ServerWebSocket page) {
        page.pause();
        client.connect(port, "127.0.0.1", "/").onSuccess(streamer -> {
            pump(page, streamer);
            pump(streamer, page);
            page.resume();
        });
    }

    private static void pump(WebSocketBase from, WebSocketBase to) {
        to.drainHandler(drained -> from.resume());
        from.frameHandler(frame -> {
            if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
                to.writeFrame(frame);
                if (to.writeQueueFull()) {
                    from.pause();
                }
            }
        });
        from.closeHandler(closed -> to.close());
    }
}

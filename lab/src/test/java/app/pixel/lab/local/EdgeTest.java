// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocketClient;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EdgeTest {

    private static final int VISITORS = 30;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, SECONDS);
    }

    @Test
    void many_visitors_have_a_socket_to_the_matchmaker_at_once() throws Exception {
        BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        HttpServer matchmaker = vertx.createHttpServer()
                .webSocketHandler(socket -> socket.textMessageHandler(arrived::add))
                .listen(0, Services.LOOPBACK)
                .await(20, SECONDS);
        var edge = new Edge(Services.LOOPBACK, 0, matchmaker.actualPort(), matchmaker.actualPort());
        vertx.deployVerticle(edge).await(20, SECONDS);
        WebSocketClient browsers = vertx.createWebSocketClient();

        for (int visitor = 0; visitor < VISITORS; visitor++) {
            browsers.connect(edge.actualPort(), Services.LOOPBACK, "/ws")
                    .await(20, SECONDS)
                    .writeTextMessage("number " + visitor);

            assertThat(arrived.poll(20, SECONDS)).isEqualTo("number " + visitor);
        }
    }
}

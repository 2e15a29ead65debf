// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** When a page is given what it may use the relay with. */
class CredentialsIT {

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
    private LocalPlatform platform;
    private WebSocketClient client;

    @BeforeEach
    void start() throws Exception {
        LocalOptions options = new LocalOptions();
        new CommandLine(options)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs("--port", "0", "--streamers", "1", "--turn", "on");
        platform = new LocalPlatform(options, new EventLog(System.out));
        vertx.deployVerticle(platform).await(60, SECONDS);
        client = vertx.createWebSocketClient();
    }

    @AfterEach
    void stop() throws Exception {
        client.close().await(10, SECONDS);
        vertx.close().await(30, SECONDS);
    }

    @Test
    void a_page_gets_its_own_credentials_only_when_it_is_matched() throws Exception {
        platform.endStreamer(0).await(10, SECONDS);
        WebSocket page = page();
        page.writeTextMessage("{\"type\":\"listStreamers\"}").await(10, SECONDS);
        next("queuePosition");
        page.writeTextMessage("{\"type\":\"ping\",\"time\":1}").await(10, SECONDS);
        next("pong");

        platform.startStreamerAgain(0).await(10, SECONDS);

        JsonObject relay = next("config")
                .getJsonObject("peerConnectionOptions")
                .getJsonArray("iceServers")
                .getJsonObject(0);
        assertThat(relay.getString("username")).matches("[0-9]{10}:[\\w.~-]+");
        assertThat(relay.getString("credential")).isNotEmpty();
    }

    /** On its event loop, so that it listens before the first message can come. */
    private WebSocket page() throws Exception {
        Future<WebSocket> connected =
                Future.future(done -> vertx.runOnContext(turn -> client.connect(platform.port(), "127.0.0.1", "/ws")
                        .onSuccess(open -> open.textMessageHandler(text -> heard.add(new JsonObject(text))))
                        .onComplete(done)));
        return connected.await(10, SECONDS);
    }

    /** The next message of this kind; only a matched page may be told a {@code config} before it. */
    private JsonObject next(String type) throws InterruptedException {
        while (true) {
            @Nullable JsonObject message = heard.poll(30, SECONDS);
            assertThat(message).as("a %s", type).isNotNull();
            if (message.getString("type").equals(type)) {
                return message;
            }
            assertThat(message.getString("type")).isNotEqualTo("config");
        }
    }
}

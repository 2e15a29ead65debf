// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static app.pixel.EventLoop.onEventLoop;
import static app.pixel.EventLoop.soon;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.Pixel;
import app.pixel.web.Service;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A matchmaker with our own signalling servers: only the application and the page are played. */
abstract class PlatformTest extends MatchmakerTest {

    Service signalling(int reportPort, String... more) throws Exception {
        String[] always = {
            "signalling",
            "--host",
            "127.0.0.1",
            "--player-port",
            "0",
            "--streamer-port",
            "0",
            "--sfu-port",
            "0",
            "--operations-port",
            "0",
            "--max-players",
            "1",
            "--matchmaker",
            "127.0.0.1:" + reportPort
        };
        Service service = Pixel.parse(
                        Map.of(), Stream.of(always, more).flatMap(Stream::of).toArray(String[]::new))
                .service();
        vertx.deployVerticle(service).await(10, TimeUnit.SECONDS);
        return service;
    }

    /** Names itself, and is then an Unreal application without players. */
    Inbox application(Service signalling) {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(Objects.requireNonNull(signalling.ports().get("streamer-port")))
                .setURI("/");
        Inbox application = soon(onEventLoop(vertx, () -> pages.connect(options).map(Inbox::new)));
        application.next("identify");
        application.send("{\"type\":\"endpointId\",\"id\":\"Game\"}");
        application.next("endpointIdConfirm");
        return application;
    }

    /** Offers to the next player, whose page takes it; returns the player's id at the signalling server. */
    static String offerTo(Inbox page, Inbox application) {
        page.next(message -> message.getValue("ids") instanceof JsonArray ids && !ids.isEmpty());
        page.send(PAGE_SUBSCRIBES);
        String player = String.valueOf(application.next("playerConnected").getValue("playerId"));
        application.send(new JsonObject()
                .put("type", "offer")
                .put("sdp", "v=0")
                .put("playerId", player)
                .encode());
        assertThat(page.next("offer").getString("sdp")).isEqualTo("v=0");
        return player;
    }
}

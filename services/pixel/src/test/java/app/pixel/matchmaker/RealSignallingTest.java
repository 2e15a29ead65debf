// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static app.pixel.EventLoop.onEventLoop;
import static app.pixel.EventLoop.soon;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.web.Service;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The life of a player with our own signalling server. */
class RealSignallingTest extends PlatformTest {

    private static final String OPERATOR = "a-token-for-operators";

    @Test
    void a_visitor_who_leaves_makes_room_for_the_next_one() throws Exception {
        Inbox first = listingPage();
        first.next("matchmaker");
        Inbox second = listingPage();
        second.next("matchmaker");
        Service signalling = signalling(port("report-port"));
        assertThat(gauge("matchmaker_streamer_available_count")).isZero();

        Inbox application = application(signalling);
        String player = offerTo(first, application);
        first.send("{\"type\":\"answer\",\"sdp\":\"v=1\"}");
        assertThat(application.next("answer").getString("playerId")).isEqualTo(player);
        assertThat(gauge("matchmaker_player_queue_count")).isEqualTo(1);

        first.socket.close((short) 1000);
        application.next("playerDisconnected");
        offerTo(second, application);
        assertThat(gauge("matchmaker_streamer_demand_ratio")).isEqualTo(1);
    }

    @Test
    void when_the_application_is_lost_its_player_is_first_for_the_next_one() throws Exception {
        Service signalling = signalling(port("report-port"));
        Inbox application = application(signalling);
        awaitGauge("matchmaker_streamer_available_count", 1);
        Inbox player = listingPage();
        offerTo(player, application);
        Inbox other = listingPage();
        other.next("matchmaker");

        application.socket.close();
        assertThat(player.closed().code()).isEqualTo(app.pixel.web.CloseStatus.RESTART);
        Inbox again = listingPage(cookieOf(player));
        again.next("queuePosition");
        offerTo(again, application(signalling));
        assertThat(gauge("matchmaker_player_queue_count")).isEqualTo(1);
    }

    @Test
    void a_signalling_server_that_stops_lets_its_player_finish() throws Exception {
        Service signalling = signalling(port("report-port"), "--grace-period", "60");
        Inbox application = application(signalling);
        awaitGauge("matchmaker_streamer_available_count", 1);
        Inbox player = listingPage();
        offerTo(player, application);

        Future<Void> stopped = vertx.undeploy(signalling.deploymentID());
        assertThat(player.next("sigterm").getString("message")).isNotEmpty();
        awaitGauge("matchmaker_streamer_demand_ratio", 2);
        player.send("{\"type\":\"answer\",\"sdp\":\"late\"}");
        assertThat(application.next("answer").getString("sdp")).isEqualTo("late");
        assertThat(stopped.isComplete()).isFalse();

        player.socket.close((short) 1000);
        stopped.await(10, TimeUnit.SECONDS);
        awaitGauge("matchmaker_streamer_connections", 0);
    }

    @Test
    void a_player_whom_the_application_sends_away_has_no_place_any_longer() throws Exception {
        Service signalling = signalling(port("report-port"));
        Inbox application = application(signalling);
        awaitGauge("matchmaker_streamer_available_count", 1);
        Inbox player = listingPage();
        String id = offerTo(player, application);
        application.send("{\"type\":\"disconnectPlayer\",\"playerId\":\"" + id + "\",\"reason\":\"Game <over>\"}");
        assertThat(player.closed().code()).isEqualTo(1011);
        awaitGauge("matchmaker_streamer_available_count", 1);
    }

    /** So a line of a relay's log leads to the matchmaker's, and the other way round. */
    @Test
    void a_player_is_known_to_the_turn_api_by_the_name_that_operators_see() throws Exception {
        soon(vertx.undeploy(matchmaker.deploymentID()));
        matchmaker = deploy(Map.of("PIXEL_LIST_TOKEN", OPERATOR));
        BlockingQueue<String> clients = new LinkedBlockingQueue<>();
        HttpServer turnApi = soon(vertx.createHttpServer()
                .requestHandler(request -> {
                    String client = request.getParam("client");
                    clients.add(client);
                    request.response().end(iceServersFor(client));
                })
                .listen(0, "127.0.0.1"));
        Service signalling =
                signalling(port("report-port"), "--ice-servers-url", "http://127.0.0.1:" + turnApi.actualPort() + "/");
        Inbox application = application(signalling);
        assertThat(clients.take()).startsWith("streamer-");
        awaitGauge("matchmaker_streamer_available_count", 1);

        Inbox page = listingPage();
        JsonObject config = page.next("config");
        offerTo(page, application);

        String playerId = new JsonArray(listed()).getJsonObject(0).getString("playerId");
        assertThat(clients).containsExactly(playerId);
        assertThat(config.getJsonObject("peerConnectionOptions")
                        .getJsonArray("iceServers")
                        .getJsonObject(0)
                        .getString("username"))
                .isEqualTo("1:" + playerId);
    }

    private static String iceServersFor(String client) {
        JsonObject server = new JsonObject()
                .put("urls", JsonArray.of("turn:203.0.113.7"))
                .put("username", "1:" + client)
                .put("credential", "c");
        return new JsonObject().put("iceServers", JsonArray.of(server)).encode();
    }

    private String listed() {
        RequestOptions list = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(port("port"))
                .setURI("/list")
                .putHeader("authorization", "Bearer " + OPERATOR);
        return soon(onEventLoop(
                        vertx,
                        () -> http.request(list)
                                .compose(request -> request.send())
                                .compose(response -> response.body())))
                .toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IceServersTest extends SignallingTest {

    private static final String FIXED = "{\"iceServers\":[{\"urls\":[\"stun:fixed\"]}],\"bundlePolicy\":\"balanced\"}";
    private static final String GOOD = "{\"iceTransportPolicy\":\"all\",\"iceServers\":"
            + "[{\"urls\":\"turn:t\",\"username\":\"u\",\"credential\":\"c\",\"hint\":\"h\"}],\"other\":1}";

    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    @Test
    void every_connection_gets_servers_of_its_own_over_the_fixed_options() throws Exception {
        startWithTurnApi(request -> request.response().end(GOOD));
        assertThat(optionsOf("player-port"))
                .isEqualTo(new JsonObject()
                        .put("bundlePolicy", "balanced")
                        .put("iceTransportPolicy", "all")
                        .put(
                                "iceServers",
                                JsonArray.of(new JsonObject()
                                        .put("urls", JsonArray.of("turn:t"))
                                        .put("username", "u")
                                        .put("credential", "c"))));
        assertThat(asked.take()).matches("/ice\\?realm=x&client=101\\.[0-9a-f]{8} Bearer secret");
        connect("player-port").receive("config");
        assertThat(asked.take()).matches("/ice\\?realm=x&client=102\\.[0-9a-f]{8} Bearer secret");
    }

    @Test
    void each_streamer_gets_servers_for_a_day_under_a_name_of_its_own() throws Exception {
        startWithTurnApi(request -> request.response().end(GOOD));
        connect("streamer-port");
        assertThat(asked.take()).matches("/ice\\?realm=x&client=streamer-1\\.[0-9a-f]{8}&ttl=86400 Bearer secret");
        connect("streamer-port");
        assertThat(asked.take()).matches("/ice\\?realm=x&client=streamer-2\\.[0-9a-f]{8}&ttl=86400 Bearer secret");
        connect("sfu-port");
        assertThat(asked.take()).matches("/ice\\?realm=x&client=sfu-3\\.[0-9a-f]{8}&ttl=86400 Bearer secret");
    }

    @Test
    void a_session_that_is_named_becomes_the_client() throws Exception {
        startWithTurnApi(request -> request.response().end(GOOD));
        connect("player-port", new WebSocketConnectOptions().setURI("/?a=b&session=s-1"));
        assertThat(asked.take()).isEqualTo("/ice?realm=x&client=s-1 Bearer secret");
        connect("player-port", new WebSocketConnectOptions().addHeader("X-Pixel-Session", "s-2"));
        assertThat(asked.take()).isEqualTo("/ice?realm=x&client=s-2 Bearer secret");
        connect("player-port", new WebSocketConnectOptions().addHeader("X-Pixel-Session", "s&client=root"));
        assertThat(asked.take()).matches("/ice\\?realm=x&client=103\\.[0-9a-f]{8} Bearer secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{}",
                "{\"iceServers\":{}}",
                "{\"iceServers\":[7]}",
                "{\"iceServers\":[{}]}",
                "{\"iceServers\":[{\"urls\":[]}]}",
                "{\"iceServers\":[{\"urls\":[7]}]}",
                "{\"iceServers\":[{\"urls\":\"turn:t\",\"credential\":{}}]}",
                "{\"iceServers\":[],\"iceTransportPolicy\":\"none\"}"
            })
    void an_answer_that_makes_no_sense_is_as_good_as_none(String answer) {
        startWithTurnApi(request -> request.response().end(answer));
        assertThat(optionsOf("player-port")).isEqualTo(new JsonObject(FIXED));
    }

    @Test
    void a_turn_api_that_fails_is_as_good_as_none() {
        startWithTurnApi(request -> request.response().setStatusCode(503).end(GOOD), "--ice-servers-patience", "0");
        assertThat(optionsOf("streamer-port")).isEqualTo(new JsonObject(FIXED));
    }

    @Test
    void a_streamer_waits_for_a_turn_api_that_comes_up_after_it() {
        startWithTurnApi(request -> {
            if (asked.size() < 3) {
                request.response().setStatusCode(503).end();
            } else {
                request.response().end(GOOD);
            }
        });
        assertThat(optionsOf("streamer-port").getString("iceTransportPolicy")).isEqualTo("all");
        assertThat(asked).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void a_turn_api_that_hangs_up_is_as_good_as_none() {
        startWithTurnApi(request -> request.connection().close());
        assertThat(optionsOf("player-port")).isEqualTo(new JsonObject(FIXED));
    }

    @Test
    void an_answer_without_end_is_cut_off() {
        startWithTurnApi(request -> {
            request.response().setChunked(true);
            vertx.setPeriodic(1, timer -> request.response().write("x".repeat(64 * 1024)));
        });
        assertThat(optionsOf("player-port")).isEqualTo(new JsonObject(FIXED));
    }

    @Test
    void a_turn_api_that_never_answers_is_waited_for_a_bounded_time() {
        startWithTurnApi(request -> {}, "--ice-servers-patience", "0");
        TestPeer streamer = connect("streamer-port");
        TestPeer player = connect("player-port").send("{'type':'listStreamers'}");
        assertThat(player.receive("config").getJsonObject("peerConnectionOptions"))
                .isEqualTo(new JsonObject(FIXED));
        player.receive("streamerList");
        streamer.receive("identify");
        streamer.receive("config");
    }

    @Test
    void a_peer_that_leaves_while_the_turn_api_is_asked_is_never_registered() throws Exception {
        BlockingQueue<HttpServerRequest> held = new LinkedBlockingQueue<>();
        startWithTurnApi(held::add);
        TestPeer player = connect("player-port");
        HttpServerRequest request = held.take();
        player.close();
        request.response().end(GOOD);
        assertThat(get("player-port", "/api/players").body()).isEqualTo("[]");
    }

    @Test
    void a_token_on_the_command_line_is_refused() {
        assertThatThrownBy(() -> start("--ice-servers-token", "secret"))
                .hasMessageContaining("PIXEL_ICE_SERVERS_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"iceServers\":[{}]}", "{\"iceServers\":7}"})
    void fixed_options_that_make_no_sense_are_refused_at_the_start(String options) {
        assertThatThrownBy(() -> start("--peer-connection-options", options))
                .hasMessageContaining("--peer-connection-options");
    }

    private void startWithTurnApi(Consumer<HttpServerRequest> behaviour, String... flags) {
        HttpServer server = TestPeer.await(vertx.createHttpServer()
                .requestHandler(request -> {
                    asked.add(request.uri() + " " + request.getHeader("Authorization"));
                    behaviour.accept(request);
                })
                .listen(0, "127.0.0.1"));
        Stream<String> turnApi = Stream.of(
                "--ice-servers-url",
                "http://127.0.0.1:" + server.actualPort() + "/ice?realm=x",
                "--peer-connection-options",
                FIXED);
        start(
                Map.of("PIXEL_ICE_SERVERS_TOKEN", "secret"),
                Stream.concat(turnApi, Stream.of(flags)).toArray(String[]::new));
    }

    private JsonObject optionsOf(String port) {
        TestPeer peer = connect(port);
        if (!port.equals("player-port")) {
            peer.receive("identify");
        }
        return peer.receive("config").getJsonObject("peerConnectionOptions");
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlTest extends SignallingTest {

    private final Promise<HttpServerRequest> slow = Promise.promise();
    private String unreal = "";

    @BeforeEach
    void startApplication() {
        HttpServer server = TestPeer.await(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    switch (request.path()) {
                        case "/api/level" ->
                            request.response().end("{\"did\":\"" + request.method() + "\",\"with\":" + body + "}");
                        case "/api/slow" -> slow.complete(request);
                        case "/api/text" -> request.response().end("plain <b>");
                        default -> request.response().setStatusCode(500).end("secret stack trace");
                    }
                }))
                .listen(0, "127.0.0.1"));
        unreal = "http://127.0.0.1:" + server.actualPort() + "/api";
    }

    @Test
    void an_allowed_action_with_a_payload_is_a_post() {
        start("--unreal-rest-url", unreal, "--control-actions", "level,text,broken");
        TestPeer player = subscribedPlayer();
        player.send("{'type':'control','action':'level','payload':{'n':[1]}}");
        assertThat(player.receive("response").encode())
                .isEqualTo("{\"type\":\"response\",\"action\":\"level\","
                        + "\"response\":{\"did\":\"POST\",\"with\":{\"n\":[1]}}}");
    }

    @Test
    void an_allowed_action_without_a_payload_is_a_get() {
        start("--unreal-rest-url", unreal, "--control-actions", "level,text,broken");
        TestPeer player = subscribedPlayer();
        player.send("{'type':'control','action':'text'}");
        assertThat(player.receive("response").getString("response")).isEqualTo("plain <b>");
    }

    @Test
    void an_application_that_fails_is_an_error_without_its_inner_life() {
        start("--unreal-rest-url", unreal, "--control-actions", "level,text,broken");
        TestPeer player = subscribedPlayer().send("{'type':'control','action':'broken'}");
        assertThat(player.receive("response").encode())
                .isEqualTo(
                        "{\"type\":\"response\",\"action\":\"broken\",\"error\":\"The application did not do it.\"}");
    }

    @Test
    void an_action_that_is_not_on_the_list_is_refused() {
        start("--unreal-rest-url", unreal, "--control-actions", "text");
        TestPeer player = subscribedPlayer();
        for (String action : new String[] {"level", "../api/text", "text/../level", "text?x", "", "TEXT"}) {
            player.send("{'type':'control','action':'" + action + "'}");
            assertThat(player.receive("response").getString("error")).isEqualTo("This action is not allowed here.");
        }
    }

    @Test
    void without_an_application_nothing_is_allowed() {
        start("--control-actions", "text");
        TestPeer player = subscribedPlayer().send("{'type':'control','action':'text'}");
        assertThat(player.receive("response").containsKey("error")).isTrue();
    }

    @Test
    void a_player_without_a_streamer_calls_nothing() {
        start("--unreal-rest-url", unreal, "--control-actions", "text");
        TestPeer player = player().send("{'type':'control','action':'text'}");
        assertThat(player.receive("response").getString("error")).isEqualTo("Subscribe to a streamer first.");
    }

    @Test
    void a_second_call_is_refused_until_the_first_is_answered() {
        start("--unreal-rest-url", unreal, "--control-actions", "slow,text");
        TestPeer player = subscribedPlayer().send("{'type':'control','action':'slow'}");
        HttpServerRequest first = TestPeer.await(slow.future());
        player.send("{'type':'control','action':'text'}");
        assertThat(player.receive("response").getString("error")).isEqualTo("The call before has no answer yet.");
        first.response().end("done");
        assertThat(player.receive("response").getString("response")).isEqualTo("done");
        player.send("{'type':'control','action':'text'}");
        assertThat(player.receive("response").getString("response")).isEqualTo("plain <b>");
    }

    private TestPeer subscribedPlayer() {
        return playerOf(streamer("Game"), "Game");
    }
}

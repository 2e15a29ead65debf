// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlTest extends SignallingTest {

    private String unreal = "";

    @BeforeEach
    void startApplication() {
        HttpServer server = TestPeer.await(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    switch (request.path()) {
                        case "/api/level" ->
                            request.response().end("{\"did\":\"" + request.method() + "\",\"with\":" + body + "}");
                        case "/api/text" -> request.response().end("plain <b>");
                        default -> request.response().setStatusCode(500).end("secret stack trace");
                    }
                }))
                .listen(0, "127.0.0.1"));
        unreal = "http://127.0.0.1:" + server.actualPort() + "/api";
    }

    @Test
    void an_allowed_action_is_a_post_with_a_payload_and_a_get_without() {
        start("--unreal-rest-url", unreal, "--control-actions", "level,text,broken");
        TestPeer player = player();
        player.send("{'type':'control','action':'level','payload':{'n':[1]}}");
        assertThat(player.receive("response").encode())
                .isEqualTo("{\"type\":\"response\",\"action\":\"level\","
                        + "\"response\":{\"did\":\"POST\",\"with\":{\"n\":[1]}}}");
        player.send("{'type':'control','action':'text'}");
        assertThat(player.receive("response").getString("response")).isEqualTo("plain <b>");
    }

    @Test
    void an_application_that_fails_is_an_error_without_its_inner_life() {
        start("--unreal-rest-url", unreal, "--control-actions", "level,text,broken");
        TestPeer player = player().send("{'type':'control','action':'broken'}");
        assertThat(player.receive("response").encode())
                .isEqualTo(
                        "{\"type\":\"response\",\"action\":\"broken\",\"error\":\"The application did not do it.\"}");
    }

    @Test
    void what_is_not_on_the_list_is_refused() {
        start("--unreal-rest-url", unreal, "--control-actions", "text");
        TestPeer player = player();
        for (String action : new String[] {"level", "../api/text", "text/../level", "text?x", "", "TEXT"}) {
            player.send("{'type':'control','action':'" + action + "'}");
            assertThat(player.receive("response").getString("error")).isEqualTo("This action is not allowed here.");
        }
    }

    @Test
    void without_an_application_nothing_is_allowed() {
        start("--control-actions", "text");
        TestPeer player = player().send("{'type':'control','action':'text'}");
        assertThat(player.receive("response").containsKey("error")).isTrue();
    }
}

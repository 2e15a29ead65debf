// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.RawClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose streamers show a token. */
class StreamerGateTest extends SignallingTest {

    private static final String TOKEN = "streamer-token-of-20-characters";

    @TempDir
    private Path folder;

    private Path tokens;

    @BeforeEach
    void startWithTokens() throws IOException {
        tokens = Files.writeString(folder.resolve("tokens"), TOKEN + "\n");
        start("--streamer-token-file", tokens.toString());
    }

    private static WebSocketConnectOptions at(String uri) {
        return new WebSocketConnectOptions().setURI(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"streamer-port", "sfu-port"})
    void a_token_in_the_url_opens_a_socket(String port) {
        connect(port, at("/?token=" + TOKEN)).receive("identify");
    }

    @Test
    void a_bearer_token_opens_a_socket() {
        connect("streamer-port", at("/").putHeader("authorization", "Bearer " + TOKEN))
                .receive("identify");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/?token=", "/?token=guess", "/?token=" + TOKEN + "x", "/?token=x&token=" + TOKEN})
    void a_streamer_without_the_token_is_refused(String uri) {
        assertThat(rejection("streamer-port", at(uri)).getStatus()).isEqualTo(401);
        assertThat(rejection("sfu-port", at(uri)).getStatus()).isEqualTo(401);
    }

    @Test
    void a_token_that_cannot_be_read_is_answered() {
        String request = "GET /?token=%zz HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: close\r\n\r\n";

        assertThat(RawClient.statusOf(port("streamer-port"), request)).isEqualTo("HTTP/1.1 400 Bad Request");
    }

    @Test
    void a_new_token_holds_without_a_restart() throws IOException {
        Files.writeString(tokens, "rotated-token-of-20-characters\n");

        assertThat(rejection("streamer-port", at("/?token=" + TOKEN)).getStatus())
                .isEqualTo(401);
        connect("streamer-port", at("/?token=rotated-token-of-20-characters")).receive("identify");
    }

    @Test
    void tokens_that_cannot_be_read_admit_no_streamer() throws IOException {
        Files.delete(tokens);

        assertThat(rejection("streamer-port", at("/?token=" + TOKEN)).getStatus())
                .isEqualTo(500);
    }

    @Test
    void a_player_needs_none_of_it() {
        player();
    }
}

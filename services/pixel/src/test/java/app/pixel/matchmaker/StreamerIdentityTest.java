// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.RawClient;
import app.pixel.web.Service;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A matchmaker that believes only signalling servers with a token. */
class StreamerIdentityTest extends PlatformTest {

    private static final String TOKEN = "shared-token-of-20-characters";

    @TempDir
    private Path folder;

    @Override
    Service deploy(String... more) throws Exception {
        return super.deploy("--streamer-token-file", file("known", TOKEN).toString());
    }

    private Path file(String name, String token) throws Exception {
        return Files.writeString(folder.resolve(name), token + "\n");
    }

    private Service signalling(String token) throws Exception {
        return signalling(
                port("report-port"),
                "--matchmaker-token-file",
                file("shown", token).toString());
    }

    private void becomeStreamer(Service signalling) throws Exception {
        int port = signalling.ports().getOrDefault("streamer-port", 0);
        pages.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI("/"))
                .compose(socket -> socket.writeTextMessage("{\"type\":\"endpointId\",\"id\":\"Game\"}"))
                .await(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"connect\",\"address\":\"127.0.0.1\",\"port\":8888,\"ready\":true}",
                "{\"type\":\"streamerToken\"}{\"type\":\"connect\",\"port\":8888,\"ready\":true}",
                "{\"type\":\"streamerToken\",\"token\":\"\"}{\"type\":\"connect\",\"port\":8888,\"ready\":true}",
                "{\"type\":\"streamerToken\",\"token\":\"guess-of-20-characters-\"}"
                        + "{\"type\":\"connect\",\"port\":8888,\"ready\":true}",
                "{\"type\":\"streamerToken\",\"token\":7}{\"type\":\"connect\",\"port\":8888,\"ready\":true}",
            })
    void a_fake_streamer_is_hung_up_on(String reports) throws Exception {
        try (RawClient fake = RawClient.withoutRequest(port("report-port"))) {
            fake.sendBytes(reports.getBytes(UTF_8));
            assertThat(fake.isAtEnd()).isTrue();
        }
        assertThat(gauge("matchmaker_streamer_connections")).isZero();
    }

    @Test
    void a_signalling_server_with_the_token_is_believed() throws Exception {
        becomeStreamer(signalling(TOKEN));

        awaitGauge("matchmaker_streamer_available_count", 1);
    }

    @Test
    void a_signalling_server_shows_the_token_that_its_file_has_by_then() throws Exception {
        Service signalling = signalling("outdated-token-of-20-characters");
        becomeStreamer(signalling);
        assertThat(gauge("matchmaker_streamer_connections")).isZero();
        file("shown", TOKEN);

        awaitGauge("matchmaker_streamer_available_count", 1);
    }
}

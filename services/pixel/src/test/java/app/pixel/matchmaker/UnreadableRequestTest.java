// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.Pixel;
import app.pixel.web.Service;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no decoder can read, on the visitors' port. */
class UnreadableRequestTest {

    private static final String UPGRADE = """
             HTTP/1.1
            Host: x
            Connection: upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

            """;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?session=%zz", "/?session=%", "/?a=%e0%a4%a&session=x%2"})
    void a_query_with_broken_escapes_is_answered_with_400(String target) throws Exception {
        Service matchmaker = Pixel.parse(
                        Map.of(),
                        "matchmaker",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--report-port",
                        "0",
                        "--operations-port",
                        "0")
                .service();
        vertx.deployVerticle(matchmaker).await(10, SECONDS);

        int port = Objects.requireNonNull(matchmaker.ports().get("port"));

        assertThat(statusLine(port, "GET " + target + UPGRADE)).isEqualTo("HTTP/1.1 400 Bad Request");
    }

    private static String statusLine(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readNBytes(24), ISO_8859_1);
        }
    }
}

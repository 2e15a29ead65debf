// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A route table on a real socket, with handlers that fail. */
class HttpRoutesTest {

    private final Vertx vertx = Vertx.vertx();
    private int port;

    @BeforeEach
    void listen() throws Exception {
        Router routes = HttpRoutes.router(vertx, "Nothing is here.");
        routes.get("/thrown").handler(request -> {
            throw new IllegalStateException("planted-secret");
        });
        routes.get("/query").handler(request -> request.end(String.valueOf(request.queryParam("a"))));
        routes.get("/parameters")
                .handler(request -> request.end(request.request().getParam("a")));
        routes.get("/late").handler(request -> {
            request.response().setChunked(true).write("half");
            throw new IllegalStateException("too late");
        });
        port = vertx.createHttpServer()
                .requestHandler(HttpRoutes.withSockets(routes, HttpRoutesTest::failUpgrade))
                .listen(0, "127.0.0.1")
                .await(10, SECONDS)
                .actualPort();
    }

    private static void failUpgrade(HttpServerRequest request) {
        if (request.path().equals("/socket")) {
            throw new IllegalStateException("planted-secret");
        }
        request.params();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "GET /thrown, 500",
        "GET /query?a=%zz, 400",
        "GET /parameters?a=%zz, 400",
        "GET /parameters?a=%e0%a4%a, 400",
        "GET /%zz, 400",
        "GET /nothing, 404",
        "GET *, 404",
        "POST /query, 405",
    })
    void every_failure_is_answered(String request, String status) throws IOException {
        assertThat(answer(request)).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void an_answer_tells_nothing_of_the_failure() throws IOException {
        assertThat(answer("GET /thrown"))
                .contains("The server failed to answer.")
                .doesNotContain("planted-secret");
    }

    @Test
    void an_upgrade_that_fails_is_answered() throws IOException {
        String upgrade = " HTTP/1.1\r\nUpgrade: websocket\r\nA: b";

        assertThat(answer("GET /socket" + upgrade))
                .startsWith("HTTP/1.1 500")
                .contains("The server failed to answer.")
                .doesNotContain("planted-secret");
        assertThat(answer("GET /?a=%zz" + upgrade)).startsWith("HTTP/1.1 400");
    }

    @Test
    void an_answer_that_has_begun_is_cut() throws IOException {
        assertThat(answer("GET /late")).doesNotContain("too late").doesNotContain("\r\n0\r\n");
    }

    private String answer(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}

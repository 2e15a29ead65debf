// SPDX-License-Identifier: Apache-2.0
package app.pixel.podproxy;

import static app.pixel.EventLoop.onEventLoop;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.pixel.Pixel;
import app.pixel.web.Service;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service as a pod starts it, before a pod that is a real server on loopback. */
class PodProxyTest {

    private static final String ADA =
            "Basic " + Base64.getEncoder().encodeToString("ada:correct horse".getBytes(StandardCharsets.UTF_8));

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient();
    private final AtomicInteger asked = new AtomicInteger();
    private int podPort;

    private record Heard(int status, HttpClientResponse response, String body) {}

    @BeforeEach
    void start_a_pod() throws Exception {
        HttpServer pod = vertx.createHttpServer().requestHandler(request -> {
            asked.incrementAndGet();
            answerAsPod(request);
        });
        podPort = pod.listen(0, "127.0.0.1").await(10, SECONDS).actualPort();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    private static void answerAsPod(HttpServerRequest request) {
        switch (request.path()) {
            case "/stall" -> request.response().setChunked(true).write("half");
            case "/long" -> request.response().end("x".repeat(2_000));
            case "/gone" -> request.connection().close();
            default ->
                request.body()
                        .onSuccess(body -> request.response()
                                .setStatusCode(request.path().equals("/teapot") ? 418 : 200)
                                .putHeader("set-cookie", "a=b")
                                .putHeader("connection", "x-hop")
                                .putHeader("x-hop", "1")
                                .putHeader("x-pod", "yes")
                                .end(request.method() + " " + request.uri() + "\n" + request.headers() + "\n" + body));
        }
    }

    @Test
    void a_request_reaches_the_pod_whose_answer_comes_back() throws Exception {
        Service proxy = start("--authenticated-by-edge");

        Heard heard = ask(proxy, HttpMethod.POST, pod("/teapot/?q=%2f"), "{\"some\":\"json\"}");
        Heard teapot = ask(proxy, HttpMethod.GET, pod("/teapot"), "");

        assertThat(heard.status()).isEqualTo(200);
        assertThat(heard.body()).startsWith("POST /teapot/?q=%2f\n").endsWith("\n{\"some\":\"json\"}");
        assertThat(teapot.status()).isEqualTo(418);
        assertThat(teapot.response().getHeader("x-pod")).isEqualTo("yes");
    }

    @Test
    void headers_of_the_visitor_or_of_one_hop_are_not_passed_on() throws Exception {
        Service proxy = start("--authenticated-by-edge");

        Heard heard = ask(
                proxy,
                HttpMethod.GET,
                pod("/headers"),
                "",
                "authorization",
                ADA,
                "cookie",
                "session=s3cret",
                "proxy-authorization",
                "p",
                "connection",
                "keep-alive, x-mine",
                "x-mine",
                "1",
                "te",
                "trailers",
                "x-kept",
                "kept");

        assertThat(heard.status()).isEqualTo(200);
        assertThat(heard.body().toLowerCase(Locale.ROOT))
                .contains("x-kept=kept", "host=127.0.0.1:" + podPort)
                .doesNotContain("authorization", "cookie", "s3cret", "x-mine", "te=");
        assertThat(heard.response().headers().names())
                .doesNotContain("set-cookie", "x-hop")
                .contains("x-pod");
        assertThat(heard.response().getHeader("content-security-policy")).isEqualTo("sandbox");
    }

    @Test
    void it_does_not_start_without_an_edge_that_authenticates() {
        assertThatThrownBy(() -> start()).hasMessageContaining("--authenticated-by-edge");
        assertThatThrownBy(() -> start("--authenticated-by-edge=false"))
                .hasMessageContaining("this service checks no password");
    }

    @Test
    void a_users_password_that_the_edge_left_in_is_no_pods_to_see() throws Exception {
        Service proxy = start("--authenticated-by-edge");

        Heard heard = ask(proxy, HttpMethod.GET, pod("/headers"), "", "authorization", ADA);

        assertThat(heard.status()).isEqualTo(200);
        assertThat(heard.body().toLowerCase(Locale.ROOT)).doesNotContain("authorization");
    }

    @Test
    void an_address_that_is_not_allowed_is_refused_unasked() throws Exception {
        Service proxy = start("--authenticated-by-edge");
        int other = vertx.createHttpServer()
                .requestHandler(request -> asked.incrementAndGet())
                .listen(0, "127.0.0.1")
                .await(10, SECONDS)
                .actualPort();

        assertThat(ask(proxy, HttpMethod.GET, "/proxy/127.0.0.1:" + other + "/", "")
                        .status())
                .isEqualTo(403);
        assertThat(ask(proxy, HttpMethod.GET, "/proxy/127.0.0.2:" + podPort + "/", "")
                        .status())
                .isEqualTo(403);
        assertThat(ask(proxy, HttpMethod.GET, "/proxy/localhost:" + podPort + "/", "")
                        .status())
                .isEqualTo(400);
        assertThat(ask(proxy, HttpMethod.GET, pod("/a/../b"), "").status()).isEqualTo(400);
        assertThat(ask(proxy, HttpMethod.GET, "/", "").status()).isEqualTo(404);
        assertThat(ask(proxy, HttpMethod.OPTIONS, pod("/x"), "").status()).isEqualTo(405);
        assertThat(ask(proxy, HttpMethod.GET, pod("/x"), "", "sec-fetch-site", "cross-site")
                        .status())
                .isEqualTo(403);
        assertThat(asked).hasValue(0);
    }

    @Test
    void a_body_over_the_bound_is_refused_in_both_directions() throws Exception {
        Service proxy = start("--authenticated-by-edge", "--max-request-body", "1000", "--max-answer-body", "1000");

        assertThat(ask(proxy, HttpMethod.POST, pod("/x"), "x".repeat(1_001)).status())
                .isEqualTo(413);
        assertThat(asked).hasValue(0);
        assertThat(ask(proxy, HttpMethod.GET, pod("/long"), "").status()).isEqualTo(502);
        assertThat(ask(proxy, HttpMethod.POST, pod("/x"), "x".repeat(10)).status())
                .isEqualTo(200);
    }

    @Test
    void a_pod_that_stalls_vanishes_or_does_not_listen_leads_to_a_clear_answer() throws Exception {
        Service proxy = start("--authenticated-by-edge", "--timeout", "3s");
        HttpServer shortLived = vertx.createHttpServer().requestHandler(request -> {});
        shortLived.listen(podPort, "127.0.0.3").await(10, SECONDS);
        shortLived.close().await(10, SECONDS);

        assertThat(ask(proxy, HttpMethod.GET, pod("/stall"), "").status()).isEqualTo(504);
        assertThat(ask(proxy, HttpMethod.GET, pod("/gone"), "").status()).isEqualTo(502);
        Heard nobody = ask(proxy, HttpMethod.GET, "/proxy/127.0.0.3:" + podPort + "/", "");
        assertThat(nobody.status()).isEqualTo(502);
        assertThat(nobody.body()).isEqualTo("The pod cannot be reached.\n");
        assertThat(ask(proxy, HttpMethod.GET, pod("/x"), "").status()).isEqualTo(200);
    }

    private String pod(String path) {
        return "/proxy/127.0.0.1:" + podPort + path;
    }

    private Service start(String... more) throws Exception {
        String[] usual = {
            "pod-proxy",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--operations-port",
            "0",
            "--allow",
            "127.0.0.1/32:" + podPort + ",127.0.0.3/32:" + podPort
        };
        String[] all = Stream.concat(Arrays.stream(usual), Arrays.stream(more)).toArray(String[]::new);
        Service service = Pixel.parse(Map.of(), all).service();
        vertx.deployVerticle(service).await(10, SECONDS);
        return service;
    }

    private Heard ask(Service proxy, HttpMethod method, String uri, String body, String... headers) throws Exception {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(proxy.ports().getOrDefault("port", -1))
                .setURI(uri);
        for (int at = 0; at < headers.length; at += 2) {
            options.putHeader(headers[at], headers[at + 1]);
        }
        return onEventLoop(
                        vertx,
                        () -> http.request(options)
                                .compose(request -> request.send(Buffer.buffer(body)))
                                .compose(PodProxyTest::heard))
                .await(10, SECONDS);
    }

    private static Future<Heard> heard(HttpClientResponse response) {
        return response.body().map(body -> new Heard(response.statusCode(), response, body.toString()));
    }
}

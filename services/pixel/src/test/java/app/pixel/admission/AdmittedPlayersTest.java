// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import static app.pixel.EventLoop.onEventLoop;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.Pixel;
import app.pixel.web.CloseStatus;
import app.pixel.web.Service;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A matchmaker as a pod starts it, before players that may or may not come in. */
class AdmittedPlayersTest {

    private static final LocalIssuer ISSUER = new LocalIssuer();

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client = vertx.createWebSocketClient();
    private Service matchmaker = new Unstarted();

    private static final class Unstarted extends Service {
        Unstarted() {
            super(new app.pixel.web.OperationsOptions("127.0.0.1", 0));
        }
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    @AfterAll
    static void stopTheIssuer() {
        ISSUER.close();
    }

    private void start(String... flags) throws Exception {
        Stream<String> usual = Stream.of(
                "matchmaker", "--host", "127.0.0.1", "--port", "0", "--report-port", "0", "--operations-port", "0");
        matchmaker = Pixel.parse(
                        Map.of(), Stream.concat(usual, Arrays.stream(flags)).toArray(String[]::new))
                .service();
        vertx.deployVerticle(matchmaker).await(10, SECONDS);
    }

    private void startWithTokens(String... flags) throws Exception {
        start(Stream.concat(
                        Stream.of(
                                "--auth",
                                "jwt",
                                "--jwt-issuer",
                                ISSUER.issuer(),
                                "--jwt-audience",
                                LocalIssuer.AUDIENCE,
                                "--jwks-url",
                                ISSUER.keysUrl().toString()),
                        Arrays.stream(flags))
                .toArray(String[]::new));
    }

    private WebSocketConnectOptions options(String uri) {
        return new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(Objects.requireNonNull(matchmaker.ports().get("port")))
                .setURI(uri);
    }

    private WebSocket connect(WebSocketConnectOptions options) throws Exception {
        return onEventLoop(vertx, () -> client.connect(options)).await(10, SECONDS);
    }

    private UpgradeRejectedException refusal(WebSocketConnectOptions options) throws Exception {
        Throwable refused = onEventLoop(
                        vertx,
                        () -> client.connect(options)
                                .<Throwable>map(connected -> new AssertionError("was admitted"))
                                .recover(failure -> io.vertx.core.Future.succeededFuture(failure)))
                .await(10, SECONDS);
        assertThat(refused).isInstanceOf(UpgradeRejectedException.class);
        return (UpgradeRejectedException) refused;
    }

    private String metrics() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + matchmaker.ports().get("operations-port") + "/custom");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void a_foreign_origin_gets_403() throws Exception {
        start();

        assertThat(refusal(options("/").putHeader("origin", "https://evil.example"))
                        .getStatus())
                .isEqualTo(403);
        assertThat(metrics()).contains("matchmaker_refused_sockets_total{reason=\"origin\"} 1.0");
    }

    @Test
    void the_own_origin_is_admitted() throws Exception {
        start();

        connect(options("/").putHeader("origin", "http://localhost:8080"));
    }

    @Test
    void a_player_without_a_token_gets_a_page_that_says_how_to_sign_in() throws Exception {
        startWithTokens("--sign-in-url", "https://login.example.com/?a=1&b='2'");

        UpgradeRejectedException refused = refusal(options("/"));

        assertThat(refused.getStatus()).isEqualTo(401);
        assertThat(refused.getHeaders().get("www-authenticate")).isEqualTo("Bearer");
        assertThat(refused.getBody().toString())
                .contains("<a href=\"https://login.example.com/?a=1&amp;b=&#39;2&#39;\">Sign in</a>");
    }

    @Test
    void a_token_is_taken_from_each_of_four_places() throws Exception {
        startWithTokens();
        String token = ISSUER.token();

        connect(options("/").putHeader("authorization", "Bearer " + token));
        connect(options("/").putHeader("cookie", "pixel-token=" + token));
        connect(options("/?token=" + token));
        WebSocket page = connect(options("/").setSubProtocols(List.of("pixel-token." + token, "pixel")));

        assertThat(page.subProtocol()).isEqualTo("pixel");
    }

    @Test
    void a_bad_token_is_refused_without_repeating_it() throws Exception {
        startWithTokens();
        String planted = LocalIssuer.sign(ISSUER.claims().build(), LocalIssuer.newKey("first"));

        UpgradeRejectedException refused = refusal(options("/?token=" + planted));

        assertThat(refused.getStatus()).isEqualTo(401);
        assertThat(refused.getBody().toString()).doesNotContain(planted);
        assertThat(metrics()).contains("reason=\"token-invalid\"} 1.0").doesNotContain(planted);
    }

    @Test
    void a_queue_that_is_full_says_when_to_come_again() throws Exception {
        start("--max-waiting", "1");
        CompletableFuture<String> queued = new CompletableFuture<>();
        onEventLoop(
                        vertx,
                        () -> client.connect(options("/"))
                                .onSuccess(waiting -> waiting.textMessageHandler(queued::complete)))
                .await(10, SECONDS);
        queued.get(10, SECONDS);

        UpgradeRejectedException refused = refusal(options("/"));

        assertThat(refused.getStatus()).isEqualTo(503);
        assertThat(refused.getHeaders().get("retry-after")).isEqualTo("5");
    }

    @Test
    void a_flood_from_one_address_is_told_to_wait() throws Exception {
        start("--sockets-per-second", "0.1");

        connect(options("/"));

        assertThat(refusal(options("/")).getStatus()).isEqualTo(429);
    }

    @Test
    void an_address_behind_a_trusted_proxy_has_a_budget_of_its_own() throws Exception {
        start("--streams-per-address", "1", "--trusted-proxies", "127.0.0.0/8");

        connect(options("/").putHeader("x-forwarded-for", "198.51.100.7"));
        connect(options("/").putHeader("x-forwarded-for", "198.51.100.8"));

        assertThat(refusal(options("/").putHeader("x-forwarded-for", "6.6.6.6, 198.51.100.7"))
                        .getStatus())
                .isEqualTo(429);
    }

    @Test
    void a_subject_has_one_place_under_several_cookies() throws Exception {
        startWithTokens();
        connect(options("/?token=" + ISSUER.token()));

        CompletableFuture<Short> closed = new CompletableFuture<>();
        onEventLoop(
                        vertx,
                        () -> client.connect(options("/?resumable=1&token=" + ISSUER.token()))
                                .onSuccess(
                                        newer -> newer.closeHandler(end -> closed.complete(newer.closeStatusCode()))))
                .await(10, SECONDS);

        assertThat(closed.get(10, SECONDS)).isEqualTo((short) CloseStatus.ELSEWHERE);
    }
}

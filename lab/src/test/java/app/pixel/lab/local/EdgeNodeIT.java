// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.node.Outside;
import app.pixel.lab.node.PlayedStack;
import app.pixel.lab.node.RealNode;
import app.pixel.lab.node.StackUnderTest;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A visitor of the platform on a node, through the real edge. */
@ExtendWith(StackUnderTest.class)
class EdgeNodeIT {

    /** A client may write any address, which is not its own. */
    private static final String CLAIMED = "198.51.100.99";

    private static final String HANDSHAKE = String.join(
            "\r\n",
            "GET /game/ws HTTP/1.1",
            "Host: " + PlayedStack.HOST,
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "X-Forwarded-For: " + CLAIMED,
            "",
            "");

    private static Vertx vertx;
    private static Playwright playwright;
    private static Browser browser;

    @BeforeAll
    static void open(PlayedStack stack) {
        vertx = Vertx.vertx();
        playwright = BrowserFixture.playwright();
        browser = NodeBrowser.launch(playwright, stack.node());
    }

    @AfterAll
    static void close() throws TimeoutException {
        playwright.close();
        vertx.close().await(30, SECONDS);
    }

    @Test
    void a_visitor_plays_over_https_below_a_path_prefix(PlayedStack stack) {
        Instant before = Instant.now();
        try (Visitor visitor = NodeBrowser.visitor(browser).open(PlayedStack.URL)) {
            visitor.sees_moving_pictures();
            System.out.printf(
                    Locale.ROOT,
                    "a node: the stack was available after %.1f s, and a visitor saw pictures %.1f s after the page%n",
                    stack.took().toMillis() / 1000.0,
                    Duration.between(before, Instant.now()).toMillis() / 1000.0);
            visitor.points_at(0.25, 0.5);
            visitor.sees("green", 0.25, 0.5);
            visitor.presses("w");
            visitor.sees_key('W');
            visitor.has_nothing_to_complain_about();
        }
    }

    @Test
    void plain_http_is_sent_to_https(PlayedStack stack) throws TimeoutException {
        HttpClientResponse response = ask(stack.node(), false, "/game/");
        assertThat(response.statusCode()).isIn(301, 308);
        assertThat(response.getHeader("location")).isEqualTo(PlayedStack.URL);
    }

    @Test
    void the_matchmakers_cookie_sticks(PlayedStack stack) throws TimeoutException {
        HttpClientResponse response = ask(stack.node(), true, "/game/ws");
        assertThat(response.headers().getAll("set-cookie"))
                .anyMatch(cookie -> cookie.startsWith("pixel-matchmaker=") && cookie.contains("HttpOnly"));
    }

    @Test
    void every_answer_forbids_a_guess_at_its_type(PlayedStack stack) throws TimeoutException {
        HttpClientResponse response = ask(stack.node(), true, "/game/");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("x-content-type-options")).isEqualTo("nosniff");
        assertThat(response.getHeader("referrer-policy")).isEqualTo("strict-origin-when-cross-origin");
    }

    @Test
    void the_way_to_single_pods_wants_a_password(PlayedStack stack) throws TimeoutException {
        String path = "/game/proxy/none:1/";
        assertThat(ask(stack.node(), true, path).statusCode()).isEqualTo(401);
        assertThat(ask(stack.node(), true, path, "operator:guessed").statusCode())
                .isEqualTo(401);
        assertThat(ask(stack.node(), true, path, PlayedStack.OPERATOR).statusCode())
                .isEqualTo(400);
    }

    @Test
    void the_matchmaker_logs_the_address_of_a_client(PlayedStack stack) throws Exception {
        try (Socket socket = Outside.namespace().connected(stack.node().edge(), 443);
                SSLSocket encrypted = encrypted(stack, socket)) {
            encrypted.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
            String status = new String(encrypted.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(status).isEqualTo("HTTP/1.1 101");

            stack.node().cluster().await(() -> log(stack).contains("\"" + Outside.ADDRESS + "\""));
            assertThat(log(stack)).doesNotContain(CLAIMED);
        }
    }

    private static SSLSocket encrypted(PlayedStack stack, Socket socket) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        byte[] certificate = stack.certificate().certificate().getBytes(StandardCharsets.US_ASCII);
        trusted.setCertificateEntry(
                "edge",
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate)));
        var authorities = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        authorities.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, authorities.getTrustManagers(), null);
        return (SSLSocket) tls.getSocketFactory().createSocket(socket, PlayedStack.HOST, 443, true);
    }

    private static String log(PlayedStack stack) {
        return stack.node()
                .client()
                .apps()
                .deployments()
                .inNamespace(PlayedStack.NAMESPACE)
                .withName("matchmaker")
                .getLog();
    }

    private static HttpClientResponse ask(RealNode node, boolean tls, String path) throws TimeoutException {
        return ask(node, tls, path, "");
    }

    private static HttpClientRequest authenticated(HttpClientRequest request, String credentials) {
        byte[] words = credentials.getBytes(StandardCharsets.US_ASCII);
        return credentials.isEmpty()
                ? request
                : request.putHeader(
                        "authorization", "Basic " + Base64.getEncoder().encodeToString(words));
    }

    /** Asks with a name and a password, or with none. */
    private static HttpClientResponse ask(RealNode node, boolean tls, String path, String credentials)
            throws TimeoutException {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setSsl(tls).setTrustAll(true).setVerifyHost(false));
        try {
            return client.request(new RequestOptions()
                            .setMethod(HttpMethod.GET)
                            .setServer(SocketAddress.inetSocketAddress(tls ? 443 : 80, node.edge()))
                            .setHost(PlayedStack.HOST)
                            .setPort(tls ? 443 : 80)
                            .setURI(path))
                    .compose(request -> authenticated(request, credentials).send())
                    .compose(response -> response.body().map(response))
                    .await(30, SECONDS);
        } finally {
            client.close().await(10, SECONDS);
        }
    }
}

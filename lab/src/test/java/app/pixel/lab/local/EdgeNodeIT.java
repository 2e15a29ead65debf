// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.node.PlayedStack;
import app.pixel.lab.node.RealNode;
import app.pixel.lab.node.StackUnderTest;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A visitor of the platform on a node, through the real edge. */
@ExtendWith(StackUnderTest.class)
class EdgeNodeIT {

    private static final String PAGE = "https://%s/".formatted(PlayedStack.HOST);

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
    void a_visitor_plays_over_https_by_host_name(PlayedStack stack) {
        Instant before = Instant.now();
        try (Visitor visitor = NodeBrowser.visitor(browser).open(PAGE)) {
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
        HttpClientResponse response = ask(stack.node(), false, "/");
        assertThat(response.statusCode()).isIn(301, 308);
        assertThat(response.getHeader("location")).isEqualTo(PAGE);
    }

    @Test
    void the_matchmakers_cookie_sticks(PlayedStack stack) throws TimeoutException {
        HttpClientResponse response = ask(stack.node(), true, "/ws");
        assertThat(response.headers().getAll("set-cookie"))
                .anyMatch(cookie -> cookie.startsWith("pixel-matchmaker=") && cookie.contains("HttpOnly"));
    }

    private static HttpClientResponse ask(RealNode node, boolean tls, String path) throws TimeoutException {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setSsl(tls).setTrustAll(true).setVerifyHost(false));
        try {
            return client.request(new RequestOptions()
                            .setMethod(HttpMethod.GET)
                            .setServer(SocketAddress.inetSocketAddress(tls ? 443 : 80, node.edge()))
                            .setHost(PlayedStack.HOST)
                            .setPort(tls ? 443 : 80)
                            .setURI(path))
                    .compose(request -> request.send())
                    .compose(response -> response.body().map(response))
                    .await(30, SECONDS);
        } finally {
            client.close().await(10, SECONDS);
        }
    }
}

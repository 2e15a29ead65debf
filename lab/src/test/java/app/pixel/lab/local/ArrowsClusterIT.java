// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Compares the connections that the platform opens with those that its NetworkPolicies allow, both ways. Nothing
 * enforces policies here. The visitors have a real browser, and come by a relay and without one.
 */
class ArrowsClusterIT {

    private static final String CREDENTIALS = "turn-credentials";
    private static final Set<String> COMPONENTS = Set.of("matchmaker", "player", "stream", CREDENTIALS);

    private final Vertx vertx = Foreground.patient();
    private final ClusterPlatform platform = new ClusterPlatform(
            LocalClusterIT.options(),
            new ClusterAddons(true, true, Map.of("pixel:streamsMaximum", "1")),
            new EventLog(System.out),
            Path.of(".."),
            System.getenv());
    private final OpenedArrows opened = new OpenedArrows(platform);
    private final Playwright playwright = BrowserFixture.playwright();
    private final Browser browser = BrowserFixture.chromium(playwright);

    @BeforeEach
    void the_demo_stack_runs_with_a_relay_beside_prometheus() throws Exception {
        vertx.deployVerticle(platform).await(300, SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        playwright.close();
        vertx.close().await(60, SECONDS);
    }

    @Test
    void the_platform_opens_exactly_the_connections_that_its_policies_allow() throws Exception {
        play_through_the_relay();
        play_without_it();
        bring_up_one_more_relay();
        for (String caller : List.of(CREDENTIALS, "matchmaker")) {
            opened.await(arrow -> arrow.from().equals(caller) && arrow.to().equals(OpenedArrows.API_SERVER));
        }
        for (String scraped : COMPONENTS) {
            opened.await(arrow ->
                    arrow.from().equals(OpenedArrows.MONITORING) && arrow.to().equals(scraped));
        }

        opened.seen().stream().sorted().forEach(System.out::println);
        ReviewedArrows reviewed = ReviewedArrows.of(platform.objects());
        assertThat(reviewed.refused(opened.seen(), COMPONENTS)).isEmpty();
        // Names are in a file of hosts here, instead of a name service.
        assertThat(reviewed.unused(opened.seen()))
                .containsExactlyInAnyOrder("stream may ask kube-dns [53/UDP]", "stream may ask kube-dns [53/TCP]");
    }

    private void play_through_the_relay() throws Exception {
        try (Visitor visitor = new Visitor(browser).reaches_only_relays_by("udp")) {
            whileSilent(() -> {
                visitor.open(url());
                opened.await(
                        arrow -> arrow.from().equals("stream") && arrow.to().equals(CREDENTIALS));
            });
            visitor.sees_moving_pictures();
            assertThat(visitor.way_of_the_media()).isEqualTo("relay udp");
            opened.look();
            visitor.hangs_up();
            opened.await(new Arrow("stream", "coturn", "TCP", 3478)::equals);
            opened.await(new Arrow("stream", "coturn", "UDP", 3478)::equals);
            opened.await(new Arrow(OpenedArrows.WORLD, "coturn", "UDP", 3478)::equals);
        }
    }

    private void play_without_it() throws Exception {
        try (Visitor visitor = new Visitor(browser).open(url())) {
            visitor.sees_moving_pictures();
            List<?> ports = visitor.ports_of_the_media();
            opened.addMedia(number(ports.getLast()), number(ports.getFirst()));
        }
    }

    private static int number(Object value) {
        return ((Number) value).intValue();
    }

    /** Which asks for its address when it starts. */
    private void bring_up_one_more_relay() throws Exception {
        whileSilent(() -> {
            platform.cluster().joinReachable("turn-2", 2);
            opened.await(arrow -> arrow.from().equals("coturn") && arrow.to().equals(CREDENTIALS));
        });
    }

    private String url() {
        return "http://127.0.0.1:" + platform.port();
    }

    private interface Step {
        void take() throws Exception;
    }

    /** Stops the service meanwhile, so that its callers keep their connections open and visible. */
    private void whileSilent(Step step) throws Exception {
        signal("STOP");
        try {
            step.take();
        } finally {
            signal("CONT");
        }
    }

    private void signal(String signal) throws IOException, InterruptedException {
        for (var process : platform.kubelet().processes().entrySet()) {
            if (process.getValue().equals(CREDENTIALS)) {
                String number = String.valueOf(process.getKey().pid());
                new ProcessBuilder("kill", "-" + signal, number).start().waitFor();
            }
        }
    }
}

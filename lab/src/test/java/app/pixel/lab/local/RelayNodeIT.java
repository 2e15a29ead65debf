// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.node.Listeners;
import app.pixel.lab.node.NetworkNamespace;
import app.pixel.lab.node.Outside;
import app.pixel.lab.node.PlayedStack;
import app.pixel.lab.node.StackUnderTest;
import app.pixel.lab.process.BriefCommand;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stack's relay on the node's own network, behind the address that the world knows the node by. */
@ExtendWith(StackUnderTest.class)
class RelayNodeIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PEER_PORT = 40_000;

    private static Playwright playwright;
    private static Browser browser;

    @BeforeAll
    static void open(PlayedStack stack) {
        playwright = BrowserFixture.playwright();
        browser = NodeBrowser.launch(playwright, stack.node());
    }

    @AfterAll
    static void close() {
        playwright.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void a_browser_that_reaches_only_the_relay_plays(String transport) {
        try (Visitor visitor =
                NodeBrowser.visitor(browser).reaches_only_relays_by(transport).open(PlayedStack.URL)) {
            visitor.sees_moving_pictures();

            // Streams see the relay by its node's own address, which is not the one that the world knows.
            assertThat(visitor.way_of_the_media()).isEqualTo("prflx " + transport);
        }
    }

    @Test
    void the_relay_takes_a_client_to_a_stream(PlayedStack stack) {
        String stream = Parties.of(stack.node().client(), List.of(PlayedStack.NAMESPACE))
                .address("stream");
        try (Listeners _ = Listeners.in(NetworkNamespace.ofPod(stream), Set.of(PEER_PORT))) {
            BriefCommand.Result client = askTheRelayFor(stream, stack);

            assertThat(client.output()).contains("tot_recv_msgs=1");
            assertThat(client.status()).isZero();
        }
    }

    /** A gateway, the load balancer, a Service, the metadata service, and the relay's own loopback. */
    @ParameterizedTest
    @ValueSource(strings = {"10.26.12.1", "10.26.16.10", "10.96.0.10", Outside.METADATA, "127.0.0.1"})
    void the_relay_refuses_a_peer_that_is_not_public(String peer, PlayedStack stack) {
        BriefCommand.Result client = askTheRelayFor(peer, stack);

        assertThat(client.output()).contains("error 403 (Forbidden IP)");
        assertThat(client.status()).isNotZero();
    }

    /** Sends one message from outside, by coturn's own client. */
    private static BriefCommand.Result askTheRelayFor(String peer, PlayedStack stack) {
        return BriefCommand.run(
                LIMIT,
                List.of(
                        "nsenter",
                        "--net=" + Outside.namespace().file(),
                        "turnutils_uclient",
                        "-c",
                        "-n1",
                        "-m1",
                        "-W" + PlayedStack.TURN_SECRET,
                        "-uvisitor",
                        "-e" + peer,
                        "-r" + PEER_PORT,
                        stack.node().external()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.cluster.Tools;
import app.pixel.lab.node.PlayedStack;
import app.pixel.lab.node.StackUnderTest;
import app.pixel.lab.process.BriefCommand;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A player whose stream pod has to go. */
@ExtendWith(StackUnderTest.class)
class PlayOnNodeIT {

    private static final long LIMIT_SECONDS = 180;

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

    /** How a pod is asked to go. */
    interface Farewell {
        void ask(KubernetesClient client, Pod pod);
    }

    @Test
    void a_player_plays_on_when_the_pod_is_deleted(PlayedStack stack) {
        playsOn(stack, (client, pod) -> client.resource(pod).delete());
    }

    @Test
    void a_player_plays_on_when_the_pod_is_evicted(PlayedStack stack) {
        playsOn(
                stack,
                (client, pod) -> client.pods()
                        .inNamespace(PlayedStack.NAMESPACE)
                        .withName(NodeStreams.name(pod))
                        .evict());
    }

    @Test
    void a_player_plays_on_through_a_rollout(PlayedStack stack) {
        playsOn(
                stack,
                (client, pod) -> new NodeStreams(client).deployment().rolling().restart());
    }

    private static void playsOn(PlayedStack stack, Farewell farewell) {
        KubernetesClient client = stack.node().client();
        var streams = new NodeStreams(client);
        NodeStreams.Leaving leaving;
        try (Visitor visitor = NodeBrowser.visitor(browser).open(PlayedStack.URL)) {
            visitor.sees_moving_pictures();
            Pod old = streams.one();
            leaving = streams.follow(old);
            farewell.ask(client, old);
            leaving.awaitAsked();
            streams.awaitSuccessor(old);
            visitor.sees_moving_pictures();
        }
        leaving.awaitGone();
        leaving.requireOrder("signalling", "streamer");
    }

    /** Of the node's pods, the streams have to go: the others would find no other node. */
    @Test
    void a_drain_of_the_node_waits_for_its_player(PlayedStack stack) {
        var streams = new NodeStreams(stack.node().client());
        Pod old = streams.one();
        String node = old.getSpec().getNodeName();
        try {
            CompletableFuture<BriefCommand.Result> drain;
            try (Visitor visitor = NodeBrowser.visitor(browser).open(PlayedStack.URL)) {
                visitor.sees_moving_pictures();
                NodeStreams.Leaving leaving = streams.follow(old);
                // The Kubernetes client needs the common pool, which may have one thread.
                drain = CompletableFuture.supplyAsync(
                        () -> kubectl(
                                stack,
                                "drain",
                                node,
                                "--pod-selector=" + NodeStreams.SELECTOR,
                                "--delete-emptydir-data"),
                        Thread::startVirtualThread);
                leaving.awaitAsked();
                visitor.sees_moving_pictures();
                assertThat(drain).isNotDone();
            }
            assertThat(drain.orTimeout(LIMIT_SECONDS, SECONDS).join().status()).isZero();
        } finally {
            kubectl(stack, "uncordon", node);
        }
        streams.awaitSuccessor(old);
    }

    @Test
    void a_player_moves_to_the_next_pod_when_the_grace_ends(PlayedStack stack) throws Exception {
        KubernetesClient client = stack.node().client();
        var streams = new NodeStreams(client);
        try (Visitor visitor = NodeBrowser.visitor(browser).open(PlayedStack.URL)) {
            visitor.sees_moving_pictures();
            Pod old = streams.one();
            NodeStreams.Leaving leaving = streams.follow(old);

            visitor.stops_playing_when(
                    () -> client.resource(old).withGracePeriod(15).delete());

            leaving.awaitGone();
            visitor.sees_moving_pictures();
        }
    }

    private static BriefCommand.Result kubectl(PlayedStack stack, String... words) {
        return BriefCommand.run(
                Duration.ofSeconds(LIMIT_SECONDS),
                Stream.concat(
                                Stream.of(
                                        Tools.of(System.getenv()).binary("kubectl"),
                                        "--kubeconfig=" + stack.node().cluster().kubeconfig()),
                                Stream.of(words))
                        .toList());
    }
}

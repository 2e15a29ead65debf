// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;

import app.pixel.lab.node.PlayedStack;
import app.pixel.lab.node.StackUnderTest;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A player whose stream pod has to go. */
@ExtendWith(StackUnderTest.class)
class PlayOnNodeIT {

    private static final String COMPONENT = "app.kubernetes.io/name";
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
                        .withName(name(pod))
                        .evict());
    }

    @Test
    void a_player_plays_on_through_a_rollout(PlayedStack stack) {
        playsOn(
                stack,
                (client, pod) -> client.apps()
                        .deployments()
                        .inNamespace(PlayedStack.NAMESPACE)
                        .withName("stream")
                        .rolling()
                        .restart());
    }

    private static void playsOn(PlayedStack stack, Farewell farewell) {
        KubernetesClient client = stack.node().client();
        Pod old;
        try (Visitor visitor = new Visitor(browser).open("https://%s/".formatted(PlayedStack.HOST))) {
            visitor.sees_moving_pictures();
            List<Pod> before = streams(client);
            old = before.getFirst();
            farewell.ask(client, old);
            client.pods()
                    .inNamespace(PlayedStack.NAMESPACE)
                    .withName(name(old))
                    .waitUntilCondition(
                            pod -> pod != null && pod.getMetadata().getDeletionTimestamp() != null,
                            LIMIT_SECONDS,
                            SECONDS);
            awaitSuccessor(client, old);
            visitor.sees_moving_pictures();
        }
        client.pods()
                .inNamespace(PlayedStack.NAMESPACE)
                .withName(name(old))
                .waitUntilCondition(pod -> pod == null, LIMIT_SECONDS, SECONDS);
    }

    private static void awaitSuccessor(KubernetesClient client, Pod old) {
        client.pods()
                .inNamespace(PlayedStack.NAMESPACE)
                .withLabel(COMPONENT, "stream")
                .informOnCondition(pods ->
                        pods.stream().anyMatch(pod -> !name(pod).equals(name(old)) && isReady(pod)))
                .orTimeout(LIMIT_SECONDS, SECONDS)
                .join();
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }

    private static List<Pod> streams(KubernetesClient client) {
        return client
                .pods()
                .inNamespace(PlayedStack.NAMESPACE)
                .withLabel(COMPONENT, "stream")
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getName();
    }
}

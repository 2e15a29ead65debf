// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.local.NodeBrowser;
import app.pixel.lab.node.NodeUnderTest;
import app.pixel.lab.node.RealNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.AutoCloseableSoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The demo stack from nothing to nothing, by the real engine and the real provider, with pods that run. */
@ExtendWith(NodeUnderTest.class)
class DemoNodeIT {

    /** Beside the stack that other suites play on. */
    private static final String NAMESPACE = "demo";

    /** The node has the edge, and the definitions that the other charts bring. */
    private static final Map<String, Object> RELEASES = Map.of(
            "traefik", "existing",
            "cert-manager", "existing",
            "metrics-server", "existing",
            "kube-prometheus-stack", "existing",
            "prometheus-adapter", "existing");

    @Test
    void the_demo_stack_lives_from_nothing_to_nothing(RealNode node) {
        try (Platform platform = Platform.byProvider(node.cluster(), "demo");
                var plans = new AutoCloseableSoftAssertions()) {
            configure(platform, node);
            var life = new StackLife("demo", node.cluster(), platform, plans);
            Instant before = Instant.now();
            life.comesUp();
            NodeBrowser.seesMovingPictures(node, "http://%s/".formatted(node.edge()));
            print("the first pictures", before);
            life.rests();
            life.refreshes();
            life.goes();
            assertThat(node.client().namespaces().withName(NAMESPACE).get()).isNull();
        }
    }

    private static void configure(Platform platform, RealNode node) {
        PulumiCli pulumi = platform.pulumi();
        pulumi.set("kubeconfig", node.cluster().kubeconfig().toString());
        pulumi.set("namespace", NAMESPACE);
        pulumi.set("releases", RELEASES);
        // The other stack leaves a third of a node with two processors.
        pulumi.set("streamCpu", "50m");
        pulumi.set("resolutionWidth", 640);
        pulumi.set("resolutionHeight", 360);
    }

    private static void print(String what, Instant since) {
        System.out.printf(
                Locale.ROOT,
                "demo on a node: %s after %.1f s%n",
                what,
                Duration.between(since, Instant.now()).toMillis() / 1000.0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.node.PlayedStack;
import app.pixel.lab.node.StackUnderTest;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Streams that fail: words for visitors, and words for operators. */
@ExtendWith(StackUnderTest.class)
class TroublesNodeIT {

    private static final String WAITING = "starts by itself";

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

    @Test
    void a_visitor_waits_while_a_streamer_without_memory_restarts(PlayedStack stack) throws Exception {
        var streams = new NodeStreams(stack.node().client());
        Pod pod = streams.one();
        int restarts = NodeStreams.streamer(pod).getRestartCount();
        try (Visitor visitor = NodeBrowser.visitor(browser).open(PlayedStack.URL)) {
            visitor.sees_moving_pictures();

            try (ExecWatch _ = takeAllMemory(streams, pod)) {
                visitor.reads(WAITING);
            }
            visitor.sees_moving_pictures();
        }
        ContainerStatus streamer = NodeStreams.streamer(streams.one());
        assertThat(streamer.getRestartCount()).isEqualTo(restarts + 1);
        assertThat(streamer.getLastState().getTerminated().getReason()).isEqualTo("OOMKilled");
    }

    /** The kernel ends the process that it would miss least: here the streamer, and not the one that wants more. */
    private static ExecWatch takeAllMemory(NodeStreams streams, Pod pod) throws IOException {
        ProcessHandle streamer = ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("lab.jar streamer"))
                .findFirst()
                .orElseThrow();
        Files.writeString(Path.of("/proc/%d/oom_score_adj".formatted(streamer.pid())), "1000");
        return streams.client()
                .pods()
                .inNamespace(PlayedStack.NAMESPACE)
                .withName(NodeStreams.name(pod))
                .inContainer("streamer")
                .redirectingOutput()
                .exec("bash", "-c", "echo 0 > /proc/self/oom_score_adj && exec tail /dev/zero");
    }

    @Test
    void a_stream_stays_while_its_successor_crashes(PlayedStack stack) {
        staysBeside(
                stack,
                streamer -> streamer.edit().addToArgs("--no-such-flag").build(),
                "CrashLoopBackOff",
                "Back-off restarting failed container streamer");
    }

    @Test
    void a_stream_stays_while_its_successor_has_no_image(PlayedStack stack) {
        String image = "ghcr.io/pixel-streaming/lab:9.9.9";
        staysBeside(
                stack,
                streamer -> streamer.edit().withImage(image).build(),
                "ImagePullBackOff",
                "Failed to pull image \"%s\"".formatted(image));
    }

    private static void staysBeside(
            PlayedStack stack, UnaryOperator<Container> broken, String reason, String operatorReads) {
        var streams = new NodeStreams(stack.node().client());
        Pod pod = streams.one();
        try {
            streams.deployment().edit(deployment -> withStreamer(deployment, broken));
            Pod successor = streams.await(next -> isWaiting(next, reason));
            streams.awaitEvent(successor, operatorReads);
            try (Visitor second = NodeBrowser.visitor(browser)) {
                try (Visitor first = NodeBrowser.visitor(browser).open(PlayedStack.URL)) {
                    first.sees_moving_pictures();
                    second.open(PlayedStack.URL).reads(WAITING);
                }
                second.sees_moving_pictures();
            }
        } finally {
            streams.deployment().rolling().undo();
        }
        assertThat(NodeStreams.name(streams.one())).isEqualTo(NodeStreams.name(pod));
    }

    private static boolean isWaiting(Pod pod, String reason) {
        var state = NodeStreams.streamer(pod).getState();
        return state != null
                && state.getWaiting() != null
                && Objects.equals(state.getWaiting().getReason(), reason);
    }

    private static Deployment withStreamer(Deployment deployment, UnaryOperator<Container> change) {
        return deployment
                .edit()
                .editSpec()
                .editTemplate()
                .editSpec()
                .withContainers(deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                        .map(container -> container.getName().equals("streamer") ? change.apply(container) : container)
                        .toList())
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}

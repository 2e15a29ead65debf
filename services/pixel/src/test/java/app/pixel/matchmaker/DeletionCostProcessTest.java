// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static app.pixel.EventLoop.onEventLoop;
import static app.pixel.EventLoop.soon;
import static app.pixel.matchmaker.cost.FakePods.patch;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.matchmaker.cost.FakePods;
import app.pixel.matchmaker.cost.PodTrouble;
import app.pixel.matchmaker.lobby.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real command in a process of its own, which finds its cluster by a kubeconfig, and signalling servers of it. */
@Timeout(120)
@Tag("slow")
class DeletionCostProcessTest extends MatchmakerTest {

    private static final String HERE = "127.0.0.1";
    private static final String TROUBLE = "cannot write a pod's deletion cost, trying again";

    @TempDir
    private Path folder;

    private FakePods cluster;

    @BeforeEach
    void a_cluster_with_a_stream() {
        cluster = new FakePods(vertx);
        cluster.put("stream-a", HERE);
    }

    private MatchmakerProcess matchmaker(Map<String, String> more, String... jvmOptions) throws IOException {
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
        Map<String, String> environment = new HashMap<>(Map.of("KUBECONFIG", kubeconfig.toString()));
        environment.putAll(more);
        return new MatchmakerProcess(environment, jvmOptions);
    }

    private MatchmakerProcess writingMatchmaker(String... jvmOptions) throws IOException {
        return matchmaker(Map.of("PIXEL_STREAM_PODS", FakePods.LABEL), jvmOptions);
    }

    private FakeSignallingServer streamerOf(MatchmakerProcess process) {
        return new FakeSignallingServer(vertx, process.reportPort, "Unreal7").ready();
    }

    private void assertThatAVisitorPlays(MatchmakerProcess process) {
        Inbox page = soon(onEventLoop(
                vertx, () -> pages.connect(process.port, "127.0.0.1", "/ws").map(Inbox::new)));
        page.send(PAGE_LISTS);
        play(page);
    }

    @Test
    void every_player_who_comes_or_goes_is_written_down() throws Exception {
        try (MatchmakerProcess process = writingMatchmaker()) {
            FakeSignallingServer streamer = streamerOf(process);
            assertThat(cluster.next()).isEqualTo("list " + HERE);
            streamer.report("{\"type\":\"clientConnected\"}");
            assertThat(cluster.nextPatch()).isEqualTo(patch("stream-a", 1));
            process.awaitLine("deletion cost written pod=\"stream-a\" players=\"1\"");
            streamer.report("{\"type\":\"ping\"}{\"type\":\"clientDisconnected\"}");
            assertThat(cluster.nextPatch()).isEqualTo(patch("stream-a", 0));
            process.awaitLine("deletion cost written pod=\"stream-a\" players=\"0\"");
            streamer.stopReporting();
            process.awaitLine("streamer lost");
            assertThat(cluster.others()).isEmpty();
        }
    }

    @Test
    void an_api_server_that_fails_is_asked_again_at_our_own_pace() throws Exception {
        cluster.answerBy(PodTrouble.BROKEN::answer);
        try (MatchmakerProcess process = writingMatchmaker()) {
            streamerOf(process);
            assertThat(process.awaitLine(TROUBLE)).contains("WARN");
            assertThat(cluster.next(3)).containsOnly("list " + HERE);
            assertThat(process.said()).noneMatch(line -> line.contains(TROUBLE));
            assertThatAVisitorPlays(process);
        }
    }

    @Test
    void visitors_play_while_the_api_server_says_nothing() throws Exception {
        cluster.answerBy(PodTrouble.SILENT::answer);
        try (MatchmakerProcess process = writingMatchmaker()) {
            streamerOf(process);
            assertThat(cluster.next()).isEqualTo("list " + HERE);
            assertThatAVisitorPlays(process);
        }
    }

    @Test
    void visitors_play_where_there_is_no_cluster_at_all() throws Exception {
        Map<String, String> nowhere = Map.of("PIXEL_STREAM_PODS", FakePods.LABEL, "KUBECONFIG", "/dev/null");
        try (MatchmakerProcess process = matchmaker(nowhere)) {
            streamerOf(process);
            process.awaitLine(TROUBLE);
            assertThatAVisitorPlays(process);
        }
    }

    @Test
    void a_streamer_outside_of_the_cluster_is_mentioned_once() throws Exception {
        cluster.put("stream-a", "127.64.0.3");
        try (MatchmakerProcess process = writingMatchmaker()) {
            FakeSignallingServer streamer = streamerOf(process);
            process.awaitLine("no stream pod");
            streamer.report("{\"type\":\"clientConnected\"}");
            assertThat(cluster.next(2)).containsOnly("list " + HERE);
            streamer.stopReporting();
            process.awaitLine("streamer lost");
            assertThat(process.said()).noneMatch(line -> line.contains("no stream pod"));
        }
    }

    @Test
    void of_several_matchmakers_only_the_holder_of_the_link_writes() throws Exception {
        try (RedisServer redis = new RedisServer(folder, false)) {
            Map<String, String> shared = Map.of(
                    "PIXEL_STREAM_PODS",
                    FakePods.LABEL,
                    "PIXEL_LOBBY",
                    redis.url(),
                    "PIXEL_SESSION_SECRET",
                    "the same for both of them");
            try (MatchmakerProcess one = matchmaker(shared);
                    MatchmakerProcess other = matchmaker(shared)) {
                FakeSignallingServer streamer = streamerOf(one);
                assertThatAVisitorPlays(other);
                streamer.report("{\"type\":\"clientConnected\"}");
                one.awaitLine("deletion cost written pod=\"stream-a\" players=\"1\"");
                assertThat(cluster.nextPatch()).isEqualTo(patch("stream-a", 1));
                assertThat(cluster.others()).isEmpty();
            }
        }
    }

    /** So the cost to start and to keep a matchmaker or a sidecar stays as it is. */
    @Test
    void without_the_flag_nothing_of_the_kubernetes_client_is_loaded() throws Exception {
        Path classes = folder.resolve("classes");
        try (MatchmakerProcess process = writingMatchmaker("-Xlog:class+load:file=" + classes)) {
            streamerOf(process);
            assertThat(cluster.next()).isEqualTo("list " + HERE);
        }
        assertThat(classesOfTheClient(classes)).isPositive();
        try (MatchmakerProcess process = matchmaker(Map.of(), "-Xlog:class+load:file=" + classes)) {
            streamerOf(process);
            assertThatAVisitorPlays(process);
        }
        assertThat(classesOfTheClient(classes)).isZero();
        assertThat(cluster.others()).isEmpty();
    }

    private static long classesOfTheClient(Path log) throws IOException {
        List<String> loaded = Files.readAllLines(log);
        assertThat(loaded.stream().filter(line -> line.contains("matchmaker.StreamerReports")))
                .isNotEmpty();
        return loaded.stream().filter(line -> line.contains("io.fabric8.")).count();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.cost;

import static app.pixel.EventLoop.onEventLoop;
import static app.pixel.EventLoop.soon;
import static app.pixel.matchmaker.cost.FakePods.patch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.pixel.Pixel;
import app.pixel.matchmaker.lobby.StreamerReport;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports of streamers become requests to an API server, which answers as the real one does, or nonsense. */
@Timeout(60)
@Tag("slow")
class DeletionCostsTest {

    private static final String HERE = "127.64.0.3";
    private static final String THERE = "127.64.0.4";

    private final Vertx vertx = Vertx.vertx();
    private final Context eventLoop = vertx.getOrCreateContext();
    private final FakePods cluster = new FakePods(vertx);
    private DeletionCosts costs = new DeletionCosts(vertx, pods(Duration.ofMinutes(1)));

    @BeforeEach
    void two_pods() {
        cluster.put("stream-a", HERE);
        cluster.put("stream-b", THERE);
    }

    @AfterEach
    void stop() throws Exception {
        on(() -> costs.close());
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private StreamPods pods(Duration patience) {
        return new StreamPods(FakePods.LABEL, this::config, patience);
    }

    private Config config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + cluster.port())
                .withNamespace("pixel")
                .withRequestRetryBackoffLimit(0)
                .build();
    }

    private void report(String address, int players) {
        say(() -> costs.reported(of(address, players)));
    }

    private static StreamerReport of(String address, int players) {
        return new StreamerReport("link", "replica", address, 3000, true, players);
    }

    private void say(Runnable report) {
        on(() -> {
            report.run();
            return Future.succeededFuture();
        });
    }

    private void on(Supplier<Future<Void>> action) {
        soon(onEventLoop(eventLoop, action));
    }

    @Test
    void each_change_of_a_player_count_costs_one_list_with_one_patch() {
        report(HERE, 1);
        assertThat(cluster.next(2)).containsExactly("list " + HERE, patch("stream-a", 1));
        report(HERE, 0);
        assertThat(cluster.next(2)).containsExactly("list " + HERE, patch("stream-a", 0));

        report(THERE, 2);
        assertThat(cluster.next(2)).containsExactly("list " + THERE, patch("stream-b", 2));
        assertThat(cluster.others()).isEmpty();
    }

    @Test
    void a_cost_that_the_pod_already_has_is_not_written() {
        cluster.annotate("stream-b", "1");
        report(HERE, 0);
        report(THERE, 1);
        assertThat(cluster.next(2)).containsExactly("list " + HERE, "list " + THERE);

        report(HERE, 1);
        assertThat(cluster.next(2)).containsExactly("list " + HERE, patch("stream-a", 1));
        assertThat(cluster.others()).isEmpty();
    }

    @Test
    void a_cost_that_an_earlier_matchmaker_left_behind_is_put_right() {
        cluster.annotate("stream-a", "1");
        report(HERE, 0);
        assertThat(cluster.next(2)).containsExactly("list " + HERE, patch("stream-a", 0));
    }

    @Test
    void a_report_that_changes_no_number_asks_nothing() {
        report(HERE, 1);
        assertThat(cluster.next(2)).hasSize(2);
        say(() -> costs.reported(new StreamerReport("link", "replica", HERE, 3000, false, 1)));
        report(THERE, 1);
        assertThat(cluster.next(2)).containsExactly("list " + THERE, patch("stream-b", 1));
    }

    @Test
    void only_a_live_labelled_pod_of_the_address_is_written_to() {
        cluster.put("store-a", "app.kubernetes.io/name=lobby", "127.64.0.5", "Running");
        cluster.put("stream-old", FakePods.LABEL, "127.64.0.6", "Failed");
        cluster.put("stream-new", "127.64.0.6");
        report("127.64.0.5", 1);
        report("127.64.0.9", 1);
        report("127.64.0.6", 1);
        assertThat(cluster.next(4))
                .containsExactly("list 127.64.0.5", "list 127.64.0.9", "list 127.64.0.6", patch("stream-new", 1));
        assertThat(cluster.others()).isEmpty();
    }

    @Test
    void players_of_all_streamers_in_a_pod_add_up() {
        report(HERE, 1);
        assertThat(cluster.next(2)).contains(patch("stream-a", 1));
        say(() -> costs.reported(new StreamerReport("other", "replica", HERE, 3001, true, 2)));
        assertThat(cluster.next(2)).contains(patch("stream-a", 3));
    }

    @Test
    void changes_while_a_write_is_under_way_become_one_write() {
        Promise<HttpServerRequest> held = Promise.promise();
        cluster.answerBy(held::tryComplete);
        report(HERE, 1);
        assertThat(cluster.next()).isEqualTo("list " + HERE);
        HttpServerRequest first = soon(held.future());
        for (int players : new int[] {2, 3, 0, 5}) {
            report(HERE, players);
        }
        assertThat(cluster.others()).isEmpty();

        cluster.answerWell();
        first.response().setStatusCode(500).end();
        assertThat(cluster.next(2)).containsExactly("list " + HERE, patch("stream-a", 5));
        assertThat(cluster.others()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_failure_is_tried_again_until_it_succeeds(PodTrouble trouble) {
        costs = new DeletionCosts(vertx, pods(Duration.ofSeconds(3)));
        cluster.answerBy(trouble::answer);
        report(HERE, 1);
        assertThat(cluster.next()).isEqualTo("list " + HERE);

        cluster.answerWell();
        assertThat(cluster.nextPatch()).isEqualTo(patch("stream-a", 1));
    }

    @Test
    void a_patch_that_is_refused_is_tried_again_from_the_list_on() {
        cluster.answerBy(request -> {
            cluster.answerBy(PodTrouble.FORBIDDEN::answer);
            request.response().end(cluster.listed("stream-a"));
        });
        report(HERE, 1);
        assertThat(cluster.next(2)).containsExactly("list " + HERE, patch("stream-a", 1));
        cluster.answerWell();
        assertThat(cluster.next(2)).containsExactly("list " + HERE, patch("stream-a", 1));
        assertThat(cluster.costOf("stream-a")).isEqualTo("1");
    }

    @Test
    void a_change_replaces_the_write_that_failed() {
        cluster.answerBy(PodTrouble.FORBIDDEN::answer);
        report(HERE, 1);
        assertThat(cluster.next()).isEqualTo("list " + HERE);
        cluster.answerWell();
        report(HERE, 0);
        assertThat(cluster.next()).isEqualTo("list " + HERE);
        report(THERE, 1);
        assertThat(cluster.next(2)).containsExactly("list " + THERE, patch("stream-b", 1));
        assertThat(cluster.costOf("stream-a")).isNull();
    }

    @Test
    void of_a_lost_streamer_nothing_more_is_written() {
        Promise<HttpServerRequest> held = Promise.promise();
        cluster.answerBy(held::tryComplete);
        report(HERE, 1);
        HttpServerRequest first = soon(held.future());
        cluster.answerWell();
        say(() -> costs.lost(of(HERE, 1)));
        first.response().end(cluster.listed("stream-a"));
        report(THERE, 1);
        assertThat(cluster.next(3)).containsExactly("list " + HERE, "list " + THERE, patch("stream-b", 1));
        assertThat(cluster.costOf("stream-a")).isNull();
    }

    @Test
    void a_newer_link_keeps_its_streamer_when_the_older_one_is_lost() {
        report(HERE, 0);
        say(() -> costs.reported(new StreamerReport("newer", "replica", HERE, 3000, true, 0)));
        say(() -> costs.lost(of(HERE, 0)));
        report(HERE, 1);
        assertThat(cluster.next(3)).containsExactly("list " + HERE, "list " + HERE, patch("stream-a", 1));
    }

    @Test
    void closing_does_not_wait_for_an_api_server_that_says_nothing() {
        cluster.answerBy(PodTrouble.SILENT::answer);
        report(HERE, 1);
        assertThat(cluster.next()).isEqualTo("list " + HERE);
        on(() -> costs.close());
        assertThat(cluster.others()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "stream", "=stream", "name=a,b", "name==a", "name in (a)", "a/b/c=d", "name=a b"})
    void text_that_is_no_label_with_a_value_is_refused_with_a_sentence(String label) {
        assertThatThrownBy(() -> Pixel.parse(Map.of("PIXEL_STREAM_PODS", label), "matchmaker")
                        .service())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--stream-pods is a label and its value");
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code ./pixel local --cluster}, with its pods' real processes, for a player of the page's protocol. */
class LocalClusterIT {

    /** At which every page comes back by itself. */
    private static final int RECONNECT = 1012;

    private static final String OFFER = "\"type\":\"offer\"";

    private final Vertx vertx = Foreground.patient();
    private final ClusterPlatform platform =
            new ClusterPlatform(options(), new Diary(System.out), Path.of("..", ".."), System.getenv());
    private final HttpClient browser = vertx.createHttpClient();

    private static LocalOptions options() {
        LocalOptions options = new LocalOptions();
        new CommandLine(options)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs("--port", "0", "--streamers", "1", "--size", "320x180");
        return options;
    }

    @BeforeEach
    void the_demo_stack_runs() throws Exception {
        vertx.deployVerticle(platform).await(300, SECONDS);
        System.out.println(platform.greeting());
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(60, SECONDS);
    }

    @Test
    void a_stream_pod_that_is_deleted_is_gone_for_its_player_and_the_next_pod_is_the_next_stream() throws Exception {
        assertThat(page()).contains("<html");
        try (var player = WaitingPlayer.at(vertx, platform.port())) {
            player.awaits(OFFER);
            Pod first = stream();

            client().resource(first).delete();

            player.awaits(WaitingPlayer.CLOSED + RECONNECT);
            player.awaits(OFFER);
            assertThat(stream().getMetadata().getName())
                    .isNotEqualTo(first.getMetadata().getName());
        }
    }

    @Test
    void what_the_platform_really_opens_is_what_the_reviewed_arrows_draw() throws Exception {
        try (var player = WaitingPlayer.at(vertx, platform.port())) {
            player.awaits(OFFER);
            assertThat(page()).contains("<html");

            assertThat(OpenedArrows.of(platform.kubelet()).seen())
                    .containsExactlyInAnyOrderElementsOf(
                            ReviewedArrows.of(platform.objects()).amongComponents());
        }
    }

    private String page() throws Exception {
        // From JUnit's own thread a handler could be set after what it waits for has come.
        return Future.<Buffer>future(done ->
                        vertx.runOnContext(turn -> browser.request(HttpMethod.GET, platform.port(), "127.0.0.1", "/")
                                .compose(request -> request.send())
                                .compose(HttpClientResponse::body)
                                .onComplete(done)))
                .await(30, SECONDS)
                .toString();
    }

    private Pod stream() {
        List<Pod> pods = client().pods()
                .inNamespace(ClusterPlatform.NAMESPACE)
                .withLabel("app.kubernetes.io/name", "stream")
                .list()
                .getItems();
        assertThat(pods).hasSize(1);
        return pods.getFirst();
    }

    private KubernetesClient client() {
        return platform.cluster().client();
    }
}

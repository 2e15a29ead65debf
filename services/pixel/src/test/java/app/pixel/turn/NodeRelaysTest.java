// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import static app.pixel.EventLoop.onEventLoop;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.web.OperationsOptions;
import app.pixel.web.SecretFile;
import app.pixel.web.Service;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The watch of nodes and of the relays' pods, against an API server that says what the real one says. */
@Timeout(30)
class NodeRelaysTest {

    private static final Optional<RelayPods> PODS =
            Optional.of(RelayPods.parse("pixel-turn/app.kubernetes.io/name=coturn"));

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<List<RelayNode>> told = new LinkedBlockingQueue<>();
    private final FakeApiServer cluster = new FakeApiServer(vertx);
    private NodeRelays relays = new NodeRelays("unset=unset", Optional.empty());

    @TempDir
    private Path folder;

    @BeforeEach
    void follow() throws Exception {
        cluster.put(FakeApiServer.node("turn-1", "203.0.113.1"));
        cluster.start().await(10, SECONDS);
        relays = new NodeRelays("app.pixel/turn=true", Optional.empty(), this::config);
        onEventLoop(vertx, () -> relays.follow(vertx, told::add)).await(10, SECONDS);
        awaitLive("203.0.113.1");
    }

    @AfterEach
    void stop() throws Exception {
        relays.stop(vertx).await(10, SECONDS);
        vertx.close().await(10, SECONDS);
    }

    @Test
    void the_answers_follow_the_nodes() throws Exception {
        cluster.put(FakeApiServer.node("turn-2", "203.0.113.2"));
        awaitLive("203.0.113.1", "203.0.113.2");

        cluster.remove("turn-1");
        awaitLive("203.0.113.2");
    }

    @Test
    void only_nodes_with_the_label_are_asked_for() {
        assertThat(cluster.selectors()).containsOnly("/api/v1/nodes app.pixel/turn=true");
    }

    @Test
    void a_cordoned_node_leaves_the_answers_but_keeps_its_address() throws Exception {
        cluster.put(FakeApiServer.cordoned(FakeApiServer.node("turn-1", "203.0.113.1")));

        List<RelayNode> nodes = awaitLive();

        assertThat(nodes).containsExactly(new RelayNode("turn-1", List.of(new Relay("203.0.113.1")), false));
        cluster.put(FakeApiServer.node("turn-1", "203.0.113.1"));
        awaitLive("203.0.113.1");
    }

    @Test
    void a_node_that_the_autoscaler_is_about_to_delete_leaves_the_answers() throws Exception {
        cluster.put(
                FakeApiServer.tainted(FakeApiServer.node("turn-1", "203.0.113.1"), "ToBeDeletedByClusterAutoscaler"));
        awaitLive();

        cluster.put(FakeApiServer.tainted(FakeApiServer.node("turn-1", "203.0.113.1"), "app.pixel/turn"));
        awaitLive("203.0.113.1");
    }

    @Test
    void a_node_that_is_not_ready_leaves_the_answers() throws Exception {
        cluster.put(FakeApiServer.notReady(FakeApiServer.node("turn-1", "203.0.113.1")));

        awaitLive();
    }

    @Test
    void a_node_without_an_external_address_has_no_relay() throws Exception {
        cluster.put(FakeApiServer.node("turn-1"));

        assertThat(awaitLive()).containsExactly(new RelayNode("turn-1", List.of(), true));
    }

    @Test
    void both_addresses_of_a_node_are_relays() throws Exception {
        cluster.put(FakeApiServer.node("turn-1", "203.0.113.1", "2001:db8::1"));

        awaitLive("203.0.113.1", "2001:db8::1");
    }

    @Test
    void the_last_list_holds_until_the_api_server_is_back() throws Exception {
        cluster.stop().await(10, SECONDS);
        cluster.put(FakeApiServer.node("turn-3", "203.0.113.3"));
        cluster.remove("turn-1");
        assertThat(told).isEmpty();

        cluster.start().await(10, SECONDS);

        awaitLive("203.0.113.3");
    }

    @Test
    void the_service_is_ready_from_the_first_node_to_the_last() throws Exception {
        cluster.remove("turn-1");
        awaitLive();
        Service api = start(Optional.empty());

        assertThat(status(api, "operations-port", "/readyz")).isEqualTo(503);
        assertThat(status(api, "operations-port", "/healthz")).isEqualTo(200);
        assertThat(status(api, "port", "/?client=p")).isEqualTo(503);

        cluster.put(FakeApiServer.node("turn-4", "203.0.113.4"));

        awaitStatus(api, "operations-port", "/readyz", 200);
        assertThat(status(api, "port", "/?client=p")).isEqualTo(200);
        assertThat(status(api, "port", "/relays/turn-4")).isEqualTo(200);
        assertThat(status(api, "port", "/relays/turn-9")).isEqualTo(404);

        cluster.put(FakeApiServer.cordoned(FakeApiServer.node("turn-4", "203.0.113.4")));

        awaitStatus(api, "port", "/?client=p", 503);
        assertThat(status(api, "port", "/relays/turn-4")).isEqualTo(200);
        assertThat(status(api, "operations-port", "/readyz")).isEqualTo(200);

        cluster.remove("turn-4");

        awaitStatus(api, "operations-port", "/readyz", 503);
    }

    /** A relay asks for its node's address before it starts, so the service must be ready without any. */
    @Test
    void a_relay_that_starts_is_told_its_address_before_any_is_live() throws Exception {
        Service api = start(PODS);

        awaitStatus(api, "operations-port", "/readyz", 200);
        assertThat(status(api, "port", "/relays/turn-1")).isEqualTo(200);
        assertThat(status(api, "port", "/?client=p")).isEqualTo(503);

        cluster.put(FakeApiServer.relayPod("coturn-a", "turn-1", "True"));

        awaitStatus(api, "port", "/?client=p", 200);
    }

    @Test
    void only_nodes_with_a_ready_relay_are_in_the_answers() throws Exception {
        cluster.put(FakeApiServer.node("turn-2", "203.0.113.2"));
        cluster.put(FakeApiServer.relayPod("coturn-a", "turn-2", "False"));
        followPods();
        awaitLive();

        cluster.put(FakeApiServer.relayPod("coturn-a", "turn-2", "True"));
        awaitLive("203.0.113.2");

        cluster.put(FakeApiServer.relayPod("coturn-b", "turn-1", "True"));
        awaitLive("203.0.113.1", "203.0.113.2");

        cluster.remove("coturn-a");
        awaitLive("203.0.113.1");
    }

    @Test
    void a_relay_that_drains_leaves_the_answers_while_it_is_still_ready() throws Exception {
        cluster.put(FakeApiServer.relayPod("coturn-a", "turn-1", "True"));
        followPods();
        awaitLive("203.0.113.1");

        cluster.put(FakeApiServer.draining(FakeApiServer.relayPod("coturn-a", "turn-1", "True")));
        awaitLive();

        cluster.remove("coturn-a");
        cluster.put(FakeApiServer.relayPod("coturn-b", "turn-1", "True"));
        awaitLive("203.0.113.1");
    }

    @Test
    void a_ready_relay_on_a_cordoned_node_is_not_live() throws Exception {
        cluster.put(FakeApiServer.cordoned(FakeApiServer.node("turn-1", "203.0.113.1")));
        cluster.put(FakeApiServer.relayPod("coturn-a", "turn-1", "True"));

        followPods();

        assertThat(awaitLive()).containsExactly(new RelayNode("turn-1", List.of(new Relay("203.0.113.1")), false));
    }

    @Test
    void only_the_relays_own_pods_are_asked_for() throws Exception {
        followPods();
        awaitLive();

        assertThat(cluster.selectors())
                .containsOnly(
                        "/api/v1/nodes app.pixel/turn=true",
                        "/api/v1/namespaces/pixel-turn/pods app.kubernetes.io/name=coturn");
    }

    private void followPods() throws Exception {
        relays.stop(vertx).await(10, SECONDS);
        told.clear();
        relays = new NodeRelays("app.pixel/turn=true", PODS, this::config);
        onEventLoop(vertx, () -> relays.follow(vertx, told::add)).await(10, SECONDS);
    }

    private Service start(Optional<RelayPods> pods) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "a-secret-of-some-length");
        Service api = new TurnApi(
                new TurnApiOptions(
                        new OperationsOptions("127.0.0.1", 0),
                        0,
                        new SecretFile(secret),
                        new CallerTokens(Optional.empty()),
                        new Lifetime(Duration.ofMinutes(10), Duration.ofHours(1)),
                        "app.pixel",
                        new IceServers(3478, OptionalInt.empty(), "all")),
                new NodeRelays("app.pixel/turn=true", pods, this::config),
                InstantSource.system());
        vertx.deployVerticle(api).await(10, SECONDS);
        return api;
    }

    private Config config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + cluster.port())
                .withWatchReconnectInterval(100)
                .build();
    }

    private List<RelayNode> awaitLive(String... hosts) throws InterruptedException {
        Predicate<List<RelayNode>> expected = nodes -> nodes.stream()
                .filter(RelayNode::live)
                .flatMap(node -> node.relays().stream())
                .map(Relay::host)
                .collect(Collectors.toList())
                .equals(List.of(hosts));
        while (true) {
            List<RelayNode> nodes = told.take();
            if (expected.test(nodes)) {
                return nodes;
            }
        }
    }

    /** Asks again until it is so: a probe is all that shows. */
    private void awaitStatus(Service api, String port, String path, int expected) throws Exception {
        while (status(api, port, path) != expected) {
            Thread.onSpinWait();
        }
    }

    private int status(Service api, String port, String path) throws Exception {
        String answer = RawHttp.ask(api.ports().getOrDefault(port, -1), "GET " + path + " HTTP/1.1", "host: x");
        return Integer.parseInt(answer.split(" ", 3)[1]);
    }
}

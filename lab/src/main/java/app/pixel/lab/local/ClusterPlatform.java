// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import app.pixel.lab.cluster.CustomMetrics;
import app.pixel.lab.cluster.LocalCluster;
import app.pixel.lab.cluster.NodeTemplate;
import app.pixel.lab.cluster.Tools;
import app.pixel.lab.kubelet.Kubelet;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The demo stack on a Kubernetes control plane of its own. The Pulumi program's objects are applied to a real API
 * server. Real controllers and a real scheduler make pods of them, and a {@link Kubelet} runs the pods as processes.
 * The {@link Edge} stands for the stack's Traefik.
 */
final class ClusterPlatform extends VerticleBase {

    private static final String MATCHMAKER = "matchmaker";
    private static final int MATCHMAKER_PORT = 3000;
    private static final String PLAYER = "player";
    private static final int PLAYER_PORT = 8080;
    private static final String RELAY = "coturn";
    private static final int RELAY_PORT = 3478;
    private static final long LOOK_MILLIS = 200;

    private final LocalOptions options;
    private final ClusterAddons addons;
    private final EventLog events;
    private final Path root;
    private final Map<String, String> environment;
    private List<HasMetadata> objects = List.of();
    private @Nullable LocalCluster cluster;
    private @Nullable Kubelet kubelet;
    private @Nullable CustomMetrics metrics;
    private @Nullable Edge edge;

    /**
     * @param root of the project, where the packaged Pulumi program is
     * @param environment names the {@link Tools}
     */
    ClusterPlatform(
            LocalOptions options, ClusterAddons addons, EventLog events, Path root, Map<String, String> environment) {
        this.options = options;
        this.addons = addons;
        this.events = events;
        this.root = root;
        this.environment = environment;
    }

    @Override
    public Future<?> start() {
        ListenAddress address = new ListenAddress("--port", options.host(), options.port());
        return address.tried(vertx)
                .compose(free -> vertx.executeBlocking(this::startCluster))
                .compose(started -> listening(MATCHMAKER, MATCHMAKER_PORT))
                .compose(matchmaker -> listening(PLAYER, PLAYER_PORT))
                .compose(player -> addons.relays() ? listening(RELAY, RELAY_PORT) : Future.succeededFuture())
                .compose(relay -> startEdge(address))
                .recover(failure -> stop().transform(stopped -> Future.failedFuture(failure)));
    }

    private @Nullable Void startCluster() throws IOException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new IllegalStateException("--cluster needs Linux, where every pod can have a loopback address.");
        }
        LocalCluster started = LocalCluster.start(Tools.of(environment));
        cluster = started;
        events.line("Kubernetes %s is up".formatted(started.version()));
        started.join(NodeTemplate.DEFAULT, "default-1");
        started.join(NodeTemplate.DEFAULT, "default-2");
        if (addons.relays()) {
            started.joinReachable("turn-1", 1);
        }
        objects = new DemoStack(root, options, addons).applyTo(started);
        events.line("%d objects of the demo stack are applied".formatted(objects.size()));
        kubelet = new Kubelet(
                started,
                Set.of(DemoStack.NAMESPACE, DemoStack.RELAYS),
                started.folder("pods"),
                events::line,
                addons.metrics() ? scraped(started) : pods -> {});
        return null;
    }

    private Consumer<List<Pod>> scraped(LocalCluster started) {
        Monitors monitors = new Monitors(objects);
        CustomMetrics prometheus = CustomMetrics.start(started, root.resolve("charts-values/prometheus-adapter.yaml"));
        events.line("Prometheus is up, and the autoscaler can ask for its figures");
        metrics = prometheus;
        return pods -> prometheus.scrape(monitors.targets(pods));
    }

    /** Waits until a pod of the component accepts connections. */
    private Future<Void> listening(String component, int port) {
        NetClient client = vertx.createNetClient();
        return attempt(client, component, port).eventually(client::close);
    }

    private Future<Void> attempt(NetClient client, String component, int port) {
        Future<Void> open = kubelet().addressesOf(component).isEmpty()
                ? Future.failedFuture("no pod yet")
                : client.connect(address(component, port)).compose(socket -> socket.close());
        return open.recover(notYet ->
                vertx.timer(LOOK_MILLIS, TimeUnit.MILLISECONDS).compose(pause -> attempt(client, component, port)));
    }

    private Future<?> startEdge(ListenAddress address) {
        Edge created = new Edge(
                options.host(),
                options.port(),
                () -> address(MATCHMAKER, MATCHMAKER_PORT),
                () -> address(PLAYER, PLAYER_PORT));
        edge = created;
        return vertx.deployVerticle(created).recover(address::explained);
    }

    /** Returns the address of the component's first pod, or an unused port while it has no pod. */
    private SocketAddress address(String component, int port) {
        return kubelet().addressesOf(component).stream()
                .findFirst()
                .map(address -> SocketAddress.inetSocketAddress(port, address))
                .orElseGet(() -> SocketAddress.inetSocketAddress(1, Services.LOOPBACK));
    }

    @Override
    public Future<?> stop() {
        return vertx.executeBlocking(() -> {
            if (kubelet != null) {
                kubelet.close();
            }
            if (cluster != null) {
                cluster.close();
            }
            return null;
        });
    }

    int port() {
        return Objects.requireNonNull(edge, "not started").actualPort();
    }

    LocalCluster cluster() {
        return Objects.requireNonNull(cluster, "not started");
    }

    Kubelet kubelet() {
        return Objects.requireNonNull(kubelet, "not started");
    }

    /** The Prometheus that scrapes the platform. */
    CustomMetrics metrics() {
        return Objects.requireNonNull(metrics, "not started");
    }

    /** Returns the objects that were applied. */
    List<HasMetadata> objects() {
        return objects;
    }

    String greeting() {
        long bytes = cluster().residentBytes().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return String.format(
                Locale.ROOT,
                """

                Open http://localhost:%d

                  Kubernetes %s with %d objects of the demo stack, %d MiB resident without its pods
                  %s
                  %s
                  export KUBECONFIG=%s
                  %s -n %s get pods
                  What a pod prints: %s/POD/CONTAINER.log
                  Ctrl-C ends it.
                """,
                port(),
                cluster().version(),
                objects.size(),
                bytes >> 20,
                addons.relays()
                        ? "Relay: coturn on the node turn-1, with credentials of our turn-credentials service"
                        : "No relay",
                addons.metrics()
                        ? "Prometheus at %s, by whose figures streams are scaled"
                                .formatted(metrics().prometheus())
                        : "No Prometheus, so streams are not scaled",
                cluster().kubeconfig(),
                Tools.of(environment).binary("kubectl"),
                DemoStack.NAMESPACE,
                kubelet().folder());
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import app.pixel.lab.cluster.Cluster;
import app.pixel.lab.cluster.DeclaredObjects;
import app.pixel.lab.cluster.NodeShape;
import app.pixel.lab.cluster.StrictApply;
import app.pixel.lab.cluster.StrictApply.Verdict;
import app.pixel.lab.cluster.Tools;
import app.pixel.lab.kubelet.Kubelet;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The demo stack on a Kubernetes control plane of its own: what the Pulumi program declares is applied to a real API
 * server, real controllers and a real scheduler make pods of it, and a {@link Kubelet} runs these as processes. The
 * {@link Edge} stands for the stack's Traefik.
 */
final class ClusterPlatform extends VerticleBase {

    static final String NAMESPACE = "pixel";

    private static final String MATCHMAKER = "matchmaker";
    private static final int MATCHMAKER_PORT = 3000;
    private static final String PLAYER = "player";
    private static final int PLAYER_PORT = 8080;
    private static final long LOOK_MILLIS = 200;

    private final LocalOptions options;
    private final Diary diary;
    private final Path root;
    private final Map<String, String> environment;
    private List<HasMetadata> objects = List.of();
    private @Nullable Cluster cluster;
    private @Nullable Kubelet kubelet;
    private @Nullable Edge edge;

    /**
     * @param root of the project, where the packaged Pulumi program is
     * @param environment names the {@link Tools}
     */
    ClusterPlatform(LocalOptions options, Diary diary, Path root, Map<String, String> environment) {
        this.options = options;
        this.diary = diary;
        this.root = root;
        this.environment = environment;
    }

    @Override
    public Future<?> start() {
        Door door = new Door("--port", options.host(), options.port());
        return door.tried(vertx)
                .compose(free -> vertx.executeBlocking(this::startCluster))
                .compose(started -> listening(MATCHMAKER, MATCHMAKER_PORT))
                .compose(matchmaker -> listening(PLAYER, PLAYER_PORT))
                .compose(player -> startEdge(door))
                .recover(failure -> stop().transform(stopped -> Future.failedFuture(failure)));
    }

    private @Nullable Void startCluster() throws IOException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new IllegalStateException("--cluster needs Linux, where every pod can have a loopback address.");
        }
        Cluster started = Cluster.start(Tools.of(environment));
        cluster = started;
        diary.line("Kubernetes %s is up".formatted(started.version()));
        started.join(NodeShape.DEFAULT, "default-1");
        started.join(NodeShape.DEFAULT, "default-2");
        objects = new DeclaredObjects(root, Map.of("matchmaker-session", Map.of("secret", random())))
                .of("demo", settings());
        var apply = new StrictApply(started.client(), "pixel");
        objects.forEach(object -> requireAccepted(object, apply.apply(object)));
        diary.line("%d objects of the demo stack are applied".formatted(objects.size()));
        kubelet = new Kubelet(started, NAMESPACE, started.folder("pods"), diary::line);
        return null;
    }

    private Map<String, String> settings() {
        return Map.of(
                "pixel:streamsMinimum", String.valueOf(options.streamers()),
                "pixel:streamsMaximum", String.valueOf(Math.max(4, options.streamers())),
                "pixel:resolutionWidth", String.valueOf(options.video().size().width()),
                "pixel:resolutionHeight", String.valueOf(options.video().size().height()));
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void requireAccepted(HasMetadata object, Verdict verdict) {
        switch (verdict) {
            case Verdict.Accepted _ -> {}
            case Verdict.Doubted doubted -> throw refused(object, String.valueOf(doubted.warnings()));
            case Verdict.Refused refused -> throw refused(object, refused.reason());
        }
    }

    private static IllegalStateException refused(HasMetadata object, String reason) {
        return new IllegalStateException("the API server does not take %s %s: %s"
                .formatted(object.getKind(), object.getMetadata().getName(), reason));
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

    private Future<?> startEdge(Door door) {
        Edge created = new Edge(
                options.host(),
                options.port(),
                () -> address(MATCHMAKER, MATCHMAKER_PORT),
                () -> address(PLAYER, PLAYER_PORT));
        edge = created;
        return vertx.deployVerticle(created).recover(door::explained);
    }

    /** The first pod's; a port that nobody has where there is none at the moment. */
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

    Cluster cluster() {
        return Objects.requireNonNull(cluster, "not started");
    }

    Kubelet kubelet() {
        return Objects.requireNonNull(kubelet, "not started");
    }

    /** What was applied. */
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
                  export KUBECONFIG=%s
                  %s -n %s get pods
                  Ctrl-C ends it.
                """,
                port(),
                cluster().version(),
                objects.size(),
                bytes >> 20,
                cluster().kubeconfig(),
                Tools.of(environment).binary("kubectl"),
                NAMESPACE);
    }
}

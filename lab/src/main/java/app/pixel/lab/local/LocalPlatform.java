// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import app.pixel.FreePort;
import app.pixel.lab.simulation.SimulatedStreamer;
import app.pixel.lab.simulation.WebRtc;
import app.pixel.web.RandomName;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All parts on a player's way, started in the order in which they need each other. The order is TURN, matchmaker, page,
 * signalling servers with their streamers, and the edge last. A browser that gets an answer finds every part running.
 *
 * <p>The parts are this verticle's children and end with it.
 */
final class LocalPlatform extends VerticleBase {

    /** A signalling server and the simulated streamer beside it. */
    private record Pair(int index, int streamerPort, int restPort, SimulatedStreamer streamer, String deployment) {}

    private final LocalOptions options;
    private final EventLog events;
    private final List<Pair> pairs = new ArrayList<>();
    /** A matchmaker that is restarted honours the tokens of the one before. */
    private final String sessionSecret = RandomName.next();

    private @Nullable LocalCoturn coturn;
    private Services.@Nullable Running iceServers;
    private Services.@Nullable Running matchmaker;
    private @Nullable Edge edge;

    LocalPlatform(LocalOptions options, EventLog events) {
        this.options = options;
        this.events = events;
    }

    @Override
    public Future<?> start() {
        return Future.join(options.addresses().stream()
                        .map(address -> address.tried(vertx))
                        .toList())
                .compose(free -> vertx.executeBlocking(LocalPlatform::loadWebRtc))
                .compose(loaded -> startTurn())
                .compose(done -> startMatchmaker(0, 0))
                .compose(done -> startAll())
                .compose(done -> startPage())
                .compose(this::startEdge)
                .onSuccess(done -> new QueueLength(vertx, this::operationsPort, events::waiting).watch());
    }

    @Override
    public Future<?> stop() {
        return coturn == null ? Future.succeededFuture() : coturn.stop();
    }

    int port() {
        return Objects.requireNonNull(edge, "not started").actualPort();
    }

    boolean relays() {
        return coturn != null;
    }

    /** Ends a streamer, even while a player uses it; streamers count from 0. */
    Future<Void> endStreamer(int index) {
        return here(() -> vertx.undeploy(pairs.get(index).deployment()));
    }

    Future<Void> startStreamerAgain(int index) {
        return here(() -> startStreamer(
                        index, pairs.get(index).streamerPort(), pairs.get(index).restPort())
                .map(started -> {
                    pairs.set(index, started);
                    return null;
                }));
    }

    /** Unreal throws its players out. */
    Future<Void> disconnectPlayers(int index, String reason) {
        return here(() -> {
            pairs.get(index).streamer().disconnectPlayers(reason);
            return Future.succeededFuture();
        });
    }

    /** The matchmaker forgets everything, and comes back on the same ports. */
    Future<Void> restartMatchmaker() {
        return here(() -> {
            Services.Running old = matchmaker();
            return services().stop(old).compose(stopped -> startMatchmaker(old.port("port"), old.port("report-port")));
        });
    }

    /** Restarts the relay on the same port. It forgets all its allocations. */
    Future<Void> restartRelay() {
        return here(() -> Objects.requireNonNull(coturn, "no relay").restart());
    }

    private Future<Void> startTurn() {
        Optional<Path> program = LocalCoturn.wanted(options.turn());
        if (program.isEmpty()) {
            return Future.succeededFuture();
        }
        return LocalCoturn.start(vertx, program.get())
                .compose(started -> {
                    coturn = started;
                    return services()
                            .start(
                                    "turn-credentials",
                                    "--host",
                                    Services.LOOPBACK,
                                    "--port",
                                    "0",
                                    "--secret-file",
                                    started.secretFile().toString(),
                                    "--turn-port",
                                    Integer.toString(started.port()),
                                    "--relays",
                                    Services.LOOPBACK);
                })
                .map(started -> {
                    iceServers = started;
                    return null;
                });
    }

    private Future<Void> startMatchmaker(int port, int reportPort) {
        return services()
                .start(
                        Map.of("PIXEL_SESSION_SECRET", sessionSecret),
                        "matchmaker",
                        "--grace-period",
                        "0s",
                        "--streams-per-visitor",
                        "0",
                        "--host",
                        Services.LOOPBACK,
                        "--port",
                        Integer.toString(port),
                        "--report-port",
                        Integer.toString(reportPort))
                .map(started -> {
                    matchmaker = started;
                    return null;
                });
    }

    private Future<?> startAll() {
        Future<?> all = Future.all(IntStream.range(0, options.streamers())
                        .mapToObj(this::startPair)
                        .toList())
                .onSuccess(started -> pairs.addAll(started.list()));
        Integer forUnreal = options.streamerPort();
        return forUnreal == null ? all : all.compose(done -> startSignalling(options.host(), forUnreal));
    }

    /** A visitor finds no marks of the one before. */
    private Future<Pair> startPair(int index) {
        int restPort = FreePort.find();
        return startSignalling(
                        Services.LOOPBACK,
                        0,
                        "--after-session",
                        "action",
                        "--after-session-action",
                        "reset",
                        "--unreal-rest-url",
                        "http://%s:%d".formatted(Services.LOOPBACK, restPort))
                .compose(server -> startStreamer(index, server.port("streamer-port"), restPort));
    }

    private Future<Services.Running> startSignalling(String host, int streamerPort, String... more) {
        Stream<String> flags = Stream.of(
                "--host",
                host,
                "--player-port",
                "0",
                "--streamer-port",
                Integer.toString(streamerPort),
                "--sfu-port",
                "0",
                "--engine",
                options.video().engine().option(),
                "--matchmaker",
                Services.LOOPBACK + ":" + matchmaker().port("report-port"));
        Services.Running turn = iceServers;
        Stream<String> turnFlags = turn == null
                ? Stream.of()
                : Stream.of("--ice-servers-url", "http://%s:%d/".formatted(Services.LOOPBACK, turn.port("port")));
        return services()
                .start(
                        "signalling",
                        Stream.of(flags, turnFlags, Stream.of(more))
                                .flatMap(part -> part)
                                .toArray(String[]::new));
    }

    private Future<Pair> startStreamer(int index, int streamerPort, int restPort) {
        String id = "streamer-" + (index + 1);
        URI server = URI.create("ws://%s:%d".formatted(Services.LOOPBACK, streamerPort));
        SimulatedStreamer streamer = new SimulatedStreamer(
                options.video().streamer(server, id, restPort), event -> events.streamer(id, event));
        return vertx.deployVerticle(streamer)
                .map(deployment -> new Pair(index, streamerPort, restPort, streamer, deployment));
    }

    private Future<Services.Running> startPage() {
        String embedding = options.embedOrigins();
        return embedding.isEmpty()
                ? services().start("player", "--host", Services.LOOPBACK, "--port", "0")
                : services().start("player", "--host", Services.LOOPBACK, "--port", "0", "--embed-origins", embedding);
    }

    private Future<?> startEdge(Services.Running page) {
        Edge created = new Edge(options.host(), options.port(), matchmaker().port("port"), page.port("port"));
        edge = created;
        return vertx.deployVerticle(created);
    }

    private <T> Future<T> here(Supplier<Future<T>> action) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(ignored -> action.get().onComplete(promise));
        return promise.future();
    }

    private Services services() {
        return new Services(vertx);
    }

    private Services.Running matchmaker() {
        return Objects.requireNonNull(matchmaker, "not started");
    }

    private int operationsPort() {
        return matchmaker().port("operations-port");
    }

    private static @Nullable Void loadWebRtc() {
        WebRtc.load();
        return null;
    }
}

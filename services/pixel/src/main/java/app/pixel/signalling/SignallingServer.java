// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.BoundedHttpServer;
import app.pixel.web.CloseStatus;
import app.pixel.web.HttpRoutes;
import app.pixel.web.Operations;
import app.pixel.web.ReceiveLimits;
import app.pixel.web.Report;
import app.pixel.web.Service;
import app.pixel.web.SessionEnd;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One signalling server: a port each for players, streamers and SFUs. The port alone decides what a peer is.
 *
 * <p>Players come in by {@link PlayerPort}. {@link Arrivals} greets each peer. Confined to one event loop, as are all
 * the objects that it makes.
 */
final class SignallingServer extends Service {

    private final SignallingOptions options;
    private final Players players = new Players(this::playersChanged, this::lastVisitorLeft);
    private final Streamers streamers = new Streamers(this::streamersChanged);
    private final ConnectedPeers registry;
    private final KnownEngines knownEngines = new KnownEngines();
    private final Promise<Void> allLeft = Promise.promise();
    private final Operations operations = new Operations(this::isReady);
    private Arrivals arrivals;
    private HeldSessions sessions;
    private IceServersClient iceServers;
    private PlayerPort playerPort;
    private World world;
    private @Nullable MatchmakerReporter reporter;
    private boolean hadStreamer;
    private boolean draining;

    SignallingServer(SignallingOptions options) {
        super(options.operations());
        this.options = options;
        this.registry = new ConnectedPeers(
                players,
                streamers,
                new Subscriptions(streamers, options.limits().players()));
    }

    @Override
    public Future<?> start() {
        iceServers = owned(new IceServersClient(vertx, options.ice()), IceServersClient::close);
        UnrealControl control = owned(new UnrealControl(vertx, options.control()), UnrealControl::close);
        arrivals = new Arrivals(vertx, options.limits().pingInterval(), ReceiveLimits.none());
        sessions = new HeldSessions(vertx, options.stay().sessionLease(), this::report);
        playerPort = new PlayerPort(
                new Arrivals(
                        vertx, options.limits().pingInterval(), options.limits().player()),
                registry,
                sessions,
                iceServers,
                control);
        world = new World(vertx, options.afterSession(), control, this::reportState);
        declareGauges();
        return open("player-port", options.ports().players(), playerServer())
                .compose(v -> listen("streamer-port", options.ports().streamers(), this::onStreamer))
                .compose(v -> listen("sfu-port", options.ports().sfus(), this::onSfu))
                .compose(v -> open(operations))
                .onSuccess(v -> startReporting());
    }

    /** Players are told, and may play on until they leave by themselves or the grace period ends. */
    @Override
    protected Future<?> drain() {
        draining = true;
        playerPort.drain();
        reportState();
        players.all()
                .forEach(player -> player.send(
                        new ServerMessage.Sigterm("This streamer is about to shut down. Please finish and leave.")));
        completeWhenEmpty();
        vertx.setTimer(Math.max(1, options.stay().gracePeriod().toMillis()), timer -> allLeft.tryComplete());
        return allLeft.future().compose(gone -> dismissAll());
    }

    private Future<?> dismissAll() {
        players.all()
                .forEach(player -> player.dismiss(
                        SessionEnd.PLATFORM_STOPPED, CloseStatus.GOING_AWAY, "This streamer was shut down."));
        return reporter == null ? Future.succeededFuture() : reporter.stop();
    }

    private HttpServer playerServer() {
        return httpServer()
                .requestHandler(HttpRoutes.withSockets(new StatusApi(registry).routes(vertx), playerPort::open));
    }

    private Future<Void> listen(String flag, int port, Handler<ServerWebSocket> onSocket) {
        StreamerGate gate = new StreamerGate(vertx, options.ports().streamerTokens());
        return open(flag, port, httpServer().requestHandler(request -> gate.answer(request, onSocket)));
    }

    /** As Epic's server: no compression, and the server agrees to the first sub-protocol that is offered. */
    private HttpServer httpServer() {
        return BoundedHttpServer.create(
                vertx,
                BoundedHttpServer.options(options.limits().messageBytes()).addWebSocketSubProtocol("*"),
                options.limits().requestTimeout());
    }

    private void onStreamer(ServerWebSocket webSocket) {
        EngineProfile profile =
                options.engine().forSubProtocol(Objects.requireNonNullElse(webSocket.subProtocol(), ""));
        arrivals.greet(
                webSocket,
                iceServers.forSource("streamer"),
                (socket, peerConnectionOptions) -> new StreamerConnection(
                                socket, Arrivals.addressOf(webSocket), profile, registry, knownEngines)
                        .open(peerConnectionOptions));
    }

    private void onSfu(ServerWebSocket webSocket) {
        String playerId = players.newId();
        arrivals.greet(
                webSocket,
                iceServers.forSource("sfu"),
                (socket, peerConnectionOptions) -> new SfuConnection(
                                playerId, socket, Arrivals.addressOf(webSocket), registry)
                        .open(peerConnectionOptions));
    }

    private void streamersChanged() {
        boolean hasStreamer = streamers.anyListed();
        if (hasStreamer != hadStreamer) {
            hadStreamer = hasStreamer;
            if (isReady()) {
                report(new Report.StreamerConnected());
            } else if (hasStreamer) {
                world.streamerConnected();
            } else {
                report(new Report.StreamerDisconnected());
            }
        }
    }

    private void playersChanged(Report report) {
        report(report);
        completeWhenEmpty();
    }

    private boolean lastVisitorLeft() {
        if (!draining) {
            world.left();
        }
        return world.isClean();
    }

    private void completeWhenEmpty() {
        if (draining && players.visitors() == 0) {
            allLeft.tryComplete();
        }
    }

    private boolean isReady() {
        return hadStreamer && world.isClean() && !draining;
    }

    private void report(Report report) {
        if (reporter != null) {
            reporter.report(report);
        }
    }

    private void reportState() {
        if (reporter != null) {
            reporter.reportState();
        }
    }

    private void startReporting() {
        SignallingOptions.Reports reports = options.reports();
        if (reports.matchmaker() != null) {
            reporter = new MatchmakerReporter(
                    vertx, options.operations().host(), reports.matchmaker(), reports.token(), this::stateSeenFrom);
            reporter.start();
        }
    }

    /** The whole state. The matchmaker trusts the address that it sees more than the one that a report names. */
    private Report stateSeenFrom(SocketAddress localAddress) {
        URI rest = options.control().url();
        return new Report.Connect(
                localAddress.hostAddress(),
                Objects.requireNonNull(ports().get("player-port")),
                isReady(),
                players.visitors() > 0,
                rest == null || rest.getPort() < 0 ? OptionalInt.empty() : OptionalInt.of(rest.getPort()),
                sessions.reported());
    }

    private void declareGauges() {
        operations
                .gauge("signalserver_player_socket_connections", "Players connected", players::visitors)
                .gauge("signalserver_held_sessions", "Sessions whose lease runs", sessions::held)
                .gauge("signalserver_stream_socket_connections", "Streamers connected", streamers::applications)
                .gauge(
                        "signalserver_stream_socket_open_indicator",
                        "1 while a streamer is connected",
                        () -> streamers.applications() > 0 ? 1 : 0)
                .gauge(
                        "signalserver_matchmaker_socket_open_indicator",
                        "1 while changes are reported to a matchmaker",
                        () -> reporter != null && reporter.isConnected() ? 1 : 0)
                .gauge(
                        "signalserver_clean_world_indicator",
                        "0 while the application's world is made clean after a visitor",
                        () -> world.isClean() ? 1 : 0)
                .gauge(
                        "signalserver_free_stream_indicator",
                        "1 while a streamer is ready and no player plays",
                        () -> isReady() && players.visitors() == 0 ? 1 : 0);
    }
}

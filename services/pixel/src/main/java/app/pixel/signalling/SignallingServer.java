// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.CloseStatus;
import app.pixel.web.JsonSocket;
import app.pixel.web.Operations;
import app.pixel.web.OperationsOptions;
import app.pixel.web.Service;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One signalling server: a port each for players, streamers and SFUs. The port alone decides who somebody is.
 *
 * <p>A new connection is kept waiting until its ICE servers are known, and only then registered and greeted: so
 * {@code config} comes first on every connection, and once. Confined to one event loop, as are all the objects it makes.
 */
final class SignallingServer extends Service {

    private static final String SHUTTING_DOWN = "This streamer is shutting down.";
    private static final String SESSION_PARAMETER = "session=";
    private static final Pattern SESSION = Pattern.compile("[\\w.~-]{1,128}");

    private final SignallingOptions options;
    private final Players players =
            new Players(() -> playersChanged("clientConnected"), () -> playersChanged("clientDisconnected"));
    private final Streamers streamers = new Streamers(this::streamersChanged);
    private final Subscriptions subscriptions;
    private final KnownEngines knownEngines = new KnownEngines();
    private final Promise<Void> everybodyLeft = Promise.promise();
    private final Operations operations = new Operations(this::isReady);
    private IceServersClient iceServers;
    private UnrealControl control;
    private @Nullable MatchmakerReporter reporter;
    private boolean hadStreamer;
    private boolean draining;

    SignallingServer(SignallingOptions options) {
        super(new OperationsOptions(options.host(), options.operationsPort()));
        this.options = options;
        this.subscriptions = new Subscriptions(streamers, options.maxPlayers());
    }

    @Override
    public Future<?> start() {
        iceServers = owned(new IceServersClient(vertx, options), IceServersClient::close);
        control = owned(
                new UnrealControl(vertx, options.unrealRestUrl(), options.controlActions()), UnrealControl::close);
        declareGauges();
        StatusApi status = new StatusApi(streamers, players, subscriptions);
        return listen("player-port", options.playerPort(), this::onPlayer, status::answer)
                .compose(v ->
                        listen("streamer-port", options.streamerPort(), this::onStreamer, SignallingServer::notHere))
                .compose(v -> listen("sfu-port", options.sfuPort(), this::onSfu, SignallingServer::notHere))
                .compose(v -> open(operations))
                .onSuccess(v -> startReporting());
    }

    /** Players are told, and may play on until they leave by themselves or the grace period ends. */
    @Override
    protected Future<?> drain() {
        draining = true;
        if (reporter != null) {
            reporter.reportState();
        }
        players.all()
                .forEach(player -> player.send(
                        new ServerMessage.Sigterm("This streamer is about to shut down. Please finish and leave.")));
        completeWhenEmpty();
        vertx.setTimer(Math.max(1, options.gracePeriod().toMillis()), timer -> everybodyLeft.tryComplete());
        return everybodyLeft.future().compose(gone -> sayGoodbye());
    }

    private Future<?> sayGoodbye() {
        players.all().forEach(player -> player.close(CloseStatus.GOING_AWAY, "This streamer was shut down."));
        return reporter == null ? Future.succeededFuture() : reporter.stop();
    }

    private Future<Void> listen(
            String flag, int port, Handler<ServerWebSocket> onSocket, Handler<HttpServerRequest> onRequest) {
        return open(
                flag,
                port,
                vertx.createHttpServer(webSockets()).webSocketHandler(onSocket).requestHandler(onRequest));
    }

    /** As Epic's server: no compression, and whatever sub-protocol is offered first is agreed to. */
    private HttpServerOptions webSockets() {
        return new HttpServerOptions()
                .setMaxWebSocketFrameSize(options.maxMessageBytes())
                .setMaxWebSocketMessageSize(options.maxMessageBytes())
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .addWebSocketSubProtocol("*");
    }

    private void onPlayer(ServerWebSocket webSocket) {
        String playerId = players.newId();
        accept(webSocket, iceServers.forPlayer(sessionOf(webSocket), playerId), (socket, peerConnectionOptions) -> {
            PlayerConnection player = new PlayerConnection(
                    playerId, addressOf(webSocket), socket, players, streamers, subscriptions, control);
            if (draining) {
                player.send(new ServerMessage.SubscribeFailed(SHUTTING_DOWN));
                player.close(CloseStatus.TRY_LATER, SHUTTING_DOWN);
            } else {
                player.open(peerConnectionOptions);
            }
        });
    }

    private void onStreamer(ServerWebSocket webSocket) {
        EngineProfile profile =
                options.engine().forSubProtocol(Objects.requireNonNullElse(webSocket.subProtocol(), ""));
        accept(
                webSocket,
                iceServers.forSource("streamer"),
                (socket, peerConnectionOptions) -> new StreamerConnection(
                                addressOf(webSocket), profile, socket, streamers, subscriptions, knownEngines)
                        .open(peerConnectionOptions));
    }

    private void onSfu(ServerWebSocket webSocket) {
        String playerId = players.newId();
        accept(
                webSocket,
                iceServers.forSource("sfu"),
                (socket, peerConnectionOptions) -> new SfuConnection(
                                playerId, addressOf(webSocket), socket, players, streamers, subscriptions)
                        .open(peerConnectionOptions));
    }

    private void accept(
            ServerWebSocket webSocket, Future<JsonObject> iceOptions, BiConsumer<JsonSocket, JsonObject> greet) {
        JsonSocket socket = new JsonSocket(vertx, webSocket, options.pingInterval()).pause();
        iceOptions.onSuccess(peerConnectionOptions -> {
            if (socket.isOpen()) {
                greet.accept(socket, peerConnectionOptions);
                socket.resume();
            }
        });
    }

    private void streamersChanged() {
        boolean hasStreamer = streamers.anyListed();
        if (hasStreamer != hadStreamer) {
            hadStreamer = hasStreamer;
            report(hasStreamer ? "streamerConnected" : "streamerDisconnected");
        }
    }

    private void playersChanged(String report) {
        report(report);
        completeWhenEmpty();
    }

    private void completeWhenEmpty() {
        if (draining && players.visitors() == 0) {
            everybodyLeft.tryComplete();
        }
    }

    private boolean isReady() {
        return hadStreamer && !draining;
    }

    private void report(String type) {
        if (reporter != null) {
            reporter.report(type);
        }
    }

    private void startReporting() {
        if (options.matchmaker() != null) {
            reporter = new MatchmakerReporter(vertx, options.host(), options.matchmaker(), this::stateSeenFrom);
            reporter.start();
        }
    }

    /** Epic's {@code connect} message. The matchmaker trusts the address that it sees more than the one that we name. */
    private JsonObject stateSeenFrom(SocketAddress localAddress) {
        JsonObject state = new JsonObject()
                .put("type", "connect")
                .put("address", localAddress.hostAddress())
                .put("port", ports().get("player-port"))
                .put("ready", isReady())
                .put("playerConnected", players.visitors() > 0);
        URI rest = options.unrealRestUrl();
        return rest == null || rest.getPort() < 0 ? state : state.put("restPort", rest.getPort());
    }

    private void declareGauges() {
        operations
                .gauge("signalserver_player_socket_connections", "Players connected", players::visitors)
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
                        "signalserver_free_stream_indicator",
                        "1 while a streamer is ready and nobody plays",
                        () -> isReady() && players.visitors() == 0 ? 1 : 0);
    }

    /** The session that the matchmaker names, so that its TURN user can be told from others in the relay's logs. */
    private static Optional<String> sessionOf(ServerWebSocket webSocket) {
        String query = Objects.requireNonNullElse(webSocket.query(), "");
        return Optional.ofNullable(webSocket.headers().get("X-Pixel-Session"))
                .or(() -> Arrays.stream(query.split("&"))
                        .filter(parameter -> parameter.startsWith(SESSION_PARAMETER))
                        .map(parameter -> parameter.substring(SESSION_PARAMETER.length()))
                        .findFirst())
                .filter(session -> SESSION.matcher(session).matches());
    }

    private static String addressOf(ServerWebSocket webSocket) {
        SocketAddress address = webSocket.remoteAddress();
        return address == null ? "" : address.hostAddress();
    }

    private static void notHere(HttpServerRequest request) {
        request.response().setStatusCode(426).end("This port speaks WebSocket.\n");
    }
}

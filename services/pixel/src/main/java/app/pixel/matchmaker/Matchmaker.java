// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.admission.Admission;
import app.pixel.admission.AdmissionSettings;
import app.pixel.admission.Lease;
import app.pixel.matchmaker.cost.DeletionCosts;
import app.pixel.matchmaker.cost.StreamPods;
import app.pixel.matchmaker.lobby.Lobby;
import app.pixel.matchmaker.lobby.LobbyEvent;
import app.pixel.matchmaker.lobby.Match;
import app.pixel.web.CloseStatus;
import app.pixel.web.HttpRoutes;
import app.pixel.web.Operations;
import app.pixel.web.OperationsOptions;
import app.pixel.web.RandomName;
import app.pixel.web.Service;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The matchmaker: one port for visitors, one for reports of signalling servers, one for operations. All of its state is
 * confined to its event loop.
 *
 * <p>The visitors' port is open to the world and says nothing of where streamers are, unless
 * {@link StreamerAddresses} were turned on for old stacks, or an operator shows the token of {@link StreamerList}.
 */
final class Matchmaker extends Service {

    /** How to run; every field is a flag of {@link MatchmakerCommand}. */
    record Settings(
            String host,
            int port,
            int reportPort,
            int operationsPort,
            String pool,
            Duration streamerTimeout,
            Duration offerTimeout,
            Duration pingInterval,
            StreamerAddresses.Shown shownAddresses) {}

    /**
     * What must not be known.
     *
     * @param listToken what operators show to see the streamers; null when nobody may
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared, nor printed.
    record Secrets(SessionTokens sessions, byte @Nullable [] listToken) {}

    private static final Logger log = LoggerFactory.getLogger(Matchmaker.class);
    /** A session description is some 10 KB; nothing that pages send comes near this. */
    private static final int LARGEST_MESSAGE = 1024 * 1024;

    /** How long a peer has to answer a close frame before the connection is cut. */
    private static final int FAREWELL_SECONDS = 2;

    private final Settings settings;
    private final Secrets secrets;
    private final Function<io.vertx.core.Vertx, Lobby> lobbies;
    private final Optional<StreamPods> streamPods;
    private final AdmissionSettings rules;
    private final Map<String, PlayerSession> sessions = new HashMap<>();
    private final Operations operations = new Operations(this::isReady);
    private final Promise<Void> everybodyLeft = Promise.promise();
    private final SessionEnds ends = new SessionEnds();
    private boolean stopping;
    private Lobby lobby;
    private Admission admission;
    private QueueNotices notices;
    private Optional<DeletionCosts> costs = Optional.empty();
    private StreamerReports reports;
    private StreamerAddresses addresses;
    private StreamerList list;
    private WebSocketClient client;
    private HttpServer players;
    private PlayerSession.Surroundings surroundings;

    /**
     * Makes one that has not begun.
     *
     * @param lobbies makes the lobby, on the event loop that will own it
     * @param streamPods whose deletion cost to write, if any
     * @param rules admits players
     */
    Matchmaker(
            Settings settings,
            Secrets secrets,
            Function<io.vertx.core.Vertx, Lobby> lobbies,
            Optional<StreamPods> streamPods,
            AdmissionSettings rules) {
        super(new OperationsOptions(settings.host(), settings.operationsPort()));
        this.settings = settings;
        this.secrets = secrets;
        this.lobbies = lobbies;
        this.streamPods = streamPods;
        this.rules = rules;
    }

    @Override
    public Future<?> start() {
        lobby = owned(lobbies.apply(vertx), Lobby::close);
        admission = new Admission(vertx, rules, () -> lobby.state().demand().waiting());
        admission.register(operations);
        notices = new QueueNotices(vertx, lobby, sessions, System::currentTimeMillis);
        costs = streamPods.map(pods -> owned(new DeletionCosts(vertx, pods), DeletionCosts::close));
        reports = new StreamerReports(vertx, lobby, costs, ends, settings.streamerTimeout());
        addresses = new StreamerAddresses(lobby, settings.shownAddresses());
        list = new StreamerList(lobby, secrets.listToken());
        client = owned(
                vertx.createWebSocketClient(new WebSocketClientOptions()
                        .setConnectTimeout(3_000)
                        .setMaxConnections(Integer.MAX_VALUE)
                        .setClosingTimeout(FAREWELL_SECONDS)
                        .setMaxFrameSize(LARGEST_MESSAGE)
                        .setMaxMessageSize(LARGEST_MESSAGE)),
                WebSocketClient::close);
        surroundings = new PlayerSession.Surroundings(vertx, client, lobby, settings.pool(), settings.offerTimeout());
        players = vertx.createHttpServer(new HttpServerOptions()
                        .setWebSocketClosingTimeout(FAREWELL_SECONDS)
                        .setMaxWebSocketFrameSize(LARGEST_MESSAGE)
                        .setMaxWebSocketMessageSize(LARGEST_MESSAGE)
                        .setPerFrameWebSocketCompressionSupported(false)
                        .setPerMessageWebSocketCompressionSupported(false))
                .requestHandler(routes());
        DemandMetrics.register(operations, lobby, sessions::size);
        lobby.open(this::onMatch, notices::changed).onSuccess(opened -> log.atInfo().log("the lobby is open"));
        return open("port", settings.port(), players)
                .compose(listening -> open("report-port", settings.reportPort(), reports.server()))
                .compose(listening -> open(operations));
    }

    /**
     * Pages come back within seconds, to another replica or to the next process, which the lobby has to know before it
     * is left.
     */
    @Override
    protected Future<?> drain() {
        stopping = true;
        List.copyOf(sessions.values())
                .forEach(session -> session.close(CloseReason.RECONNECT, "The matchmaker restarts."));
        completeWhenEmpty();
        return everybodyLeft
                .future()
                .timeout(2 * FAREWELL_SECONDS, TimeUnit.SECONDS)
                .otherwiseEmpty();
    }

    /** A matchmaker whose store is away queues nobody. */
    private boolean isReady() {
        return lobby.isOpen();
    }

    private Router routes() {
        Router routes = HttpRoutes.router(vertx, "Players connect here with a WebSocket.");
        routes.route().handler(this::upgrade);
        routes.route("/healthz").handler(request -> request.end("ok\n"));
        routes.route().handler(this::ask);
        return routes;
    }

    private void upgrade(RoutingContext request) {
        if (request.request().headers().contains(HttpHeaders.UPGRADE, "websocket", true)) {
            onPlayer(request.request());
        } else {
            request.next();
        }
    }

    private void ask(RoutingContext request) {
        if (!list.answer(request.request()) && !addresses.answer(request.request())) {
            request.next();
        }
    }

    private void onPlayer(HttpServerRequest request) {
        if (stopping) {
            request.response().setStatusCode(503).end("The matchmaker stops.\n");
            return;
        }
        Optional<String> known = SessionCookie.tokens(request).stream()
                .flatMap(token -> secrets.sessions().visitorOf(token).stream())
                .findFirst();
        String visitor = known.orElseGet(RandomName::next);
        if (known.isEmpty()) {
            SessionCookie.give(request, secrets.sessions().tokenOf(visitor));
        }
        request.pause();
        admission.decide(request, visitor).onSuccess(decision -> {
            request.resume();
            switch (decision) {
                case Admission.Decision.Refused refused -> admission.answer(request.response(), refused.reason());
                case Admission.Decision.Admitted admitted -> upgrade(request, visitor, admitted.lease());
            }
        });
    }

    /** Browsers give up when none of the protocols that they offer is taken; the name means nothing to us. */
    private void upgrade(HttpServerRequest request, String visitor, Lease lease) {
        Admission.protocolOf(request)
                .ifPresent(protocol -> request.response().putHeader("sec-websocket-protocol", protocol));
        request.toWebSocket().onSuccess(page -> enter(page, visitor, lease)).onFailure(failure -> {
            lease.end();
            log.atDebug().setCause(failure).log("no WebSocket came of a request");
        });
    }

    private void enter(ServerWebSocket page, String visitor, Lease lease) {
        String playerId = RandomName.next();
        PageSocket socket = new PageSocket(vertx, page, secrets.sessions().tokenOf(visitor), settings.pingInterval());
        PlayerSession session = new PlayerSession(playerId, socket, surroundings).onClosed(closed -> {
            lease.end();
            forget(closed);
        });
        lease.onDisplaced(() -> session.close(CloseStatus.ELSEWHERE, "You play in another window."));
        sessions.put(playerId, session);
        log.atInfo()
                .addKeyValue("playerId", playerId)
                .addKeyValue("remoteAddress", page.remoteAddress().hostAddress())
                .log("player came");
        lobby.record(new LobbyEvent.TicketEntered(playerId, visitor, lobby.replica()))
                .onSuccess(entered -> session.queued())
                .onFailure(failure -> {
                    log.atError().setCause(failure).log("the lobby took no player");
                    session.close(1013, "The queue is out of order. Trying again.");
                });
    }

    private void forget(PlayerSession closed) {
        sessions.remove(closed.playerId());
        completeWhenEmpty();
    }

    private void completeWhenEmpty() {
        if (stopping && sessions.isEmpty()) {
            everybodyLeft.tryComplete();
        }
    }

    private void onMatch(Match match) {
        PlayerSession session = sessions.get(match.ticket().id());
        if (session == null) {
            lobby.record(new LobbyEvent.TicketLeft(match.ticket().id()));
            return;
        }
        notices.matched();
        session.offer(match);
    }
}

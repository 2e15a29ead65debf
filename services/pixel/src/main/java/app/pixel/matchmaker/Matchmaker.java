// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.admission.Admission;
import app.pixel.admission.AdmissionSettings;
import app.pixel.admission.Lease;
import app.pixel.admission.StreamerTokens;
import app.pixel.matchmaker.cost.DeletionCosts;
import app.pixel.matchmaker.cost.StreamPods;
import app.pixel.matchmaker.lobby.Lobby;
import app.pixel.matchmaker.lobby.LobbyEvent;
import app.pixel.matchmaker.lobby.Match;
import app.pixel.web.BoundedHttpServer;
import app.pixel.web.ClientAddress;
import app.pixel.web.CloseStatus;
import app.pixel.web.JsonSocket;
import app.pixel.web.Operations;
import app.pixel.web.RandomName;
import app.pixel.web.Service;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The matchmaker: a {@link VisitorPort}, a port for {@link StreamerReports}, one for operations. All of its state is
 * confined to its event loop. */
final class Matchmaker extends Service {

    /**
     * The secrets of this matchmaker.
     *
     * @param operators knows operators by their tokens
     * @param streamers knows signalling servers by their tokens
     */
    record Secrets(SessionTokens sessions, OperatorTokens operators, StreamerTokens streamers) {}

    private static final Logger log = LoggerFactory.getLogger(Matchmaker.class);
    /** A session description is some 10 KB; nothing that pages send comes near this. */
    private static final int LARGEST_MESSAGE = 1024 * 1024;

    /** How long a peer has to answer a close frame before the connection is cut. */
    private static final int FAREWELL_SECONDS = 2;

    private final MatchmakerOptions options;
    private final Secrets secrets;
    private final Function<io.vertx.core.Vertx, Lobby> lobbies;
    private final Optional<StreamPods> streamPods;
    private final AdmissionSettings rules;
    private final Map<String, PlayerSession> sessions = new HashMap<>();
    private final Operations operations = new Operations(this::isReady);
    private final SessionEnds ends = new SessionEnds();
    private final Promise<Void> allLeft = Promise.promise();
    private boolean stopping;
    private Lobby lobby;
    private QueueNotices notices;
    private Optional<DeletionCosts> costs = Optional.empty();
    private StreamerReports reports;
    private OtherTabs otherTabs;
    private VisitorPort visitors;
    private SessionContext sessionContext;

    /**
     * Makes one that has not begun.
     *
     * @param lobbies makes the lobby, on the event loop that will own it
     * @param streamPods the pods whose deletion cost to write, if any
     * @param rules admits players
     */
    Matchmaker(
            MatchmakerOptions options,
            Secrets secrets,
            Function<io.vertx.core.Vertx, Lobby> lobbies,
            Optional<StreamPods> streamPods,
            AdmissionSettings rules) {
        super(options.operations());
        this.options = options;
        this.secrets = secrets;
        this.lobbies = lobbies;
        this.streamPods = streamPods;
        this.rules = rules;
    }

    /** Done when the ports are open; a shared lobby may open later. */
    @Override
    public Future<?> start() {
        lobby = owned(lobbies.apply(vertx), Lobby::close);
        Admission admission =
                new Admission(vertx, rules, () -> lobby.state().demand().waiting());
        admission.register(operations);
        notices = new QueueNotices(vertx, lobby, sessions, System::currentTimeMillis);
        costs = streamPods.map(pods -> owned(new DeletionCosts(vertx, pods), DeletionCosts::close));
        StreamerTokens streamers = owned(secrets.streamers(), StreamerTokens::close);
        reports = new StreamerReports(
                vertx, lobby, costs, ends, streamers, options.spans().streamer());
        otherTabs = new OtherTabs(vertx, lobby, sessions, options.spans().lease(), rules.streamsPerVisitor());
        sessionContext = sessionContext();
        visitors = new VisitorPort(vertx, admission, secrets.sessions(), this::arrived);
        DemandMetrics.register(operations, lobby, sessions, ends);
        lobby.open(this::onMatch, notices::changed).onSuccess(opened -> log.atInfo().log("the lobby is open"));
        return open("port", options.port(), visitorsServer())
                .compose(listening -> open("report-port", options.reportPort(), reports.server()))
                .compose(listening -> open(operations));
    }

    private SessionContext sessionContext() {
        MatchmakerOptions.Spans spans = options.spans();
        WebSocketClientOptions towards = new WebSocketClientOptions()
                .setConnectTimeout(3_000)
                .setMaxConnections(Integer.MAX_VALUE)
                .setClosingTimeout(FAREWELL_SECONDS)
                .setMaxFrameSize(LARGEST_MESSAGE)
                .setMaxMessageSize(LARGEST_MESSAGE);
        SignallingClient signalling = new SignallingClient(
                vertx, towards, secrets.sessions(), !spans.lease().isZero(), spans.offer(), spans.ping());
        return new SessionContext(
                vertx,
                owned(signalling, SignallingClient::close),
                new SessionFinder(vertx, lobby),
                lobby,
                secrets.sessions(),
                options.pool(),
                spans.lease(),
                spans.offer());
    }

    private HttpServer visitorsServer() {
        return visitors.server(
                BoundedHttpServer.create(
                        vertx,
                        BoundedHttpServer.options(LARGEST_MESSAGE),
                        options.pages().requestTimeout()),
                new OperatorList(vertx, lobby, secrets.operators()),
                new StreamerAddresses(lobby, options.shownAddresses()));
    }

    /**
     * Signalling servers report to another matchmaker first, so that it knows the sessions. Waiting pages come back
     * within seconds. Pages that play move their socket, or play on until the grace is over.
     */
    @Override
    protected Future<?> drain() {
        stopping = true;
        visitors.stop();
        Duration grace = options.spans().lease().isZero()
                ? Duration.ZERO
                : options.spans().grace();
        return reports.server()
                .close()
                .onComplete(closed -> {
                    List.copyOf(sessions.values()).forEach(PlayerSession::handOver);
                    completeWhenEmpty();
                })
                .eventually(allLeft::future)
                .timeout(Math.max(1, grace.toMillis()), TimeUnit.MILLISECONDS)
                .otherwiseEmpty()
                .compose(over -> closeRest());
    }

    private Future<Void> closeRest() {
        List.copyOf(sessions.values()).forEach(session -> session.close(CloseStatus.RESTART, CloseReason.RESTART));
        return allLeft.future().timeout(2 * FAREWELL_SECONDS, TimeUnit.SECONDS).otherwiseEmpty();
    }

    /** The ports are open: a matchmaker whose store is away tells each visitor so, which the edge could not. */
    private boolean isReady() {
        return !stopping;
    }

    private void arrived(ServerWebSocket socket, Arrival arrival, Lease lease) {
        String playerId = RandomName.next();
        PageSocket page = new PageSocket(
                new JsonSocket(
                        vertx, socket, options.spans().ping(), options.pages().limits()),
                secrets.sessions().tokenOf(arrival.visitor()),
                arrival.resumable());
        PlayerSession session = new PlayerSession(playerId, arrival.visitor(), page, sessionContext)
                .onClosed(closed -> {
                    lease.end();
                    forget(closed);
                });
        sessions.put(playerId, session);
        log.atInfo()
                .addKeyValue("playerId", playerId)
                .addKeyValue("remoteAddress", ClientAddress.of(socket))
                .log("player came");
        arrival.resume().ifPresentOrElse(session::resume, () -> admit(session, arrival));
    }

    private void admit(PlayerSession session, Arrival arrival) {
        otherTabs
                .admit(arrival.visitor(), arrival.takeOver(), () -> enter(session, arrival.visitor()))
                .onSuccess(admitted -> {
                    if (admitted) {
                        session.queued();
                    } else {
                        session.refuse();
                    }
                })
                .onFailure(failure -> {
                    log.atError().setCause(failure).log("the lobby took no player");
                    session.close(CloseStatus.TRY_LATER, "The queue does not work for now. Trying again.");
                });
    }

    /** The page may have left while its visitor's other tabs were asked. */
    private Future<Void> enter(PlayerSession session, String visitor) {
        return sessions.containsKey(session.playerId())
                ? lobby.record(new LobbyEvent.TicketEntered(session.playerId(), visitor, lobby.replica()))
                : Future.succeededFuture();
    }

    private void forget(PlayerSession closed) {
        sessions.remove(closed.playerId());
        completeWhenEmpty();
    }

    private void completeWhenEmpty() {
        if (stopping && sessions.isEmpty()) {
            allLeft.tryComplete();
        }
    }

    private void onMatch(Match match) {
        PlayerSession session = sessions.get(match.ticket().id());
        if (session == null) {
            lobby.record(new LobbyEvent.TicketLeft(match.ticket().id()));
            return;
        }
        session.offer(match);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.admission.StreamerIdentity;
import app.pixel.admission.StreamerTokens;
import app.pixel.matchmaker.cost.DeletionCosts;
import app.pixel.matchmaker.lobby.Lobby;
import app.pixel.matchmaker.lobby.LobbyEvent;
import app.pixel.matchmaker.lobby.StreamerReport;
import app.pixel.web.JsonFields;
import app.pixel.web.Report;
import app.pixel.web.Report.HeldSession;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to signalling servers over Epic's TCP protocol: JSON objects without framing and without replies, a
 * connection for each server.
 *
 * <p>A server shows a {@link Report.Proof} first, unless {@link StreamerTokens} believe every server. It speaks for its
 * own address only: the address that it names is ignored for the one that the connection comes from. Its
 * streamer goes with the connection, which ends when nothing has come for a while, since servers ping.
 */
final class StreamerReports {

    private static final Logger log = LoggerFactory.getLogger(StreamerReports.class);
    private static final int LARGEST_MESSAGE = 16 * 1024;

    private final Lobby lobby;
    private final Optional<DeletionCosts> costs;
    private final SessionEnds ends;
    private final Vertx vertx;
    private final StreamerTokens tokens;
    private final NetServer server;
    private long links;

    /**
     * Makes a server that listens to nothing yet.
     *
     * @param costs hears the reports of this process's links; those of other replicas go to theirs
     * @param ends counts the sessions that signalling servers report ended
     * @param tokens knows the servers that are believed
     */
    StreamerReports(
            Vertx vertx,
            Lobby lobby,
            Optional<DeletionCosts> costs,
            SessionEnds ends,
            StreamerTokens tokens,
            Duration streamerTimeout) {
        this.vertx = vertx;
        this.tokens = tokens;
        this.lobby = lobby;
        this.ends = ends;
        this.costs = costs;
        this.server = vertx.createNetServer(new NetServerOptions()
                        .setReadIdleTimeout((int) streamerTimeout.toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS))
                .connectHandler(socket -> new Link(socket, lobby.replica() + "/" + links++));
    }

    /** The server, for its service to open and to close. */
    NetServer server() {
        return server;
    }

    /** One signalling server's connection, and what it has said so far. */
    private final class Link {

        private final NetSocket socket;
        private final String name;
        private final JsonSplitter splitter = new JsonSplitter(LARGEST_MESSAGE);
        private final Deque<String> unread = new ArrayDeque<>();
        private @Nullable StreamerReport last;
        private boolean believed = tokens.isOpen();
        private boolean verifying;
        private boolean closed;

        Link(NetSocket socket, String name) {
            this.socket = socket;
            this.name = name;
            socket.handler(piece -> refuseNonsense(() -> {
                unread.addAll(splitter.feed(piece));
                takeAll();
            }));
            socket.exceptionHandler(failure -> {});
            socket.closeHandler(end -> {
                closed = true;
                lost();
            });
        }

        private void takeAll() {
            while (!verifying && !unread.isEmpty()) {
                take(Report.parse(JsonFields.object(unread.remove())
                        .orElseThrow(() -> new IllegalArgumentException("A report is no JSON object."))));
            }
        }

        /** Nothing more is read until the token is verified. */
        private void prove(Report first) {
            if (!(first instanceof Report.Proof(String token))) {
                throw new IllegalArgumentException("The first message shows no token.");
            }
            verifying = true;
            socket.pause();
            tokens.verify(vertx, token)
                    .onSuccess(this::proven)
                    .onFailure(failure -> hangUp(String.valueOf(failure.getMessage())));
        }

        private void proven(StreamerIdentity identity) {
            if (closed) {
                return;
            }
            log.atInfo()
                    .addKeyValue("remoteAddress", socket.remoteAddress().host())
                    .addKeyValue("streamer", identity.shown())
                    .log("a signalling server showed its token");
            believed = true;
            verifying = false;
            refuseNonsense(this::takeAll);
            socket.resume();
        }

        private void refuseNonsense(Runnable reading) {
            try {
                reading.run();
            } catch (IllegalArgumentException nonsense) {
                hangUp(String.valueOf(nonsense.getMessage()));
            }
        }

        private void hangUp(String reason) {
            log.atWarn()
                    .addKeyValue("remoteAddress", socket.remoteAddress().host())
                    .addKeyValue("reason", reason)
                    .log("hung up on a signalling server");
            unread.clear();
            socket.handler(ignored -> {});
            socket.close();
        }

        private void take(Report message) {
            StreamerReport before = last;
            if (!believed) {
                prove(message);
            } else if (message instanceof Report.Proof) {
                log.atDebug().log("passed over a token that nobody asked for");
            } else if (message instanceof Report.Connect connect) {
                become(connected(connect, before == null ? 0 : before.clients()));
            } else if (before == null) {
                throw new IllegalArgumentException("The first message is not \"connect\".");
            } else {
                become(changed(before, message));
            }
        }

        /** Comes again for a change that has no word of its own, such as that the server will stop. */
        private StreamerReport connected(Report.Connect message, int clientsBefore) {
            int sessions = message.sessions().size();
            int clients = message.playerConnected() ? Math.max(1, Math.max(clientsBefore, sessions)) : sessions;
            return new StreamerReport(
                    name,
                    lobby.replica(),
                    socket.remoteAddress().hostAddress(),
                    message.port(),
                    message.ready(),
                    clients,
                    message.sessions());
        }

        private StreamerReport changed(StreamerReport now, Report message) {
            return switch (message) {
                case Report.StreamerConnected ignored -> now.with(true, 0, List.of());
                case Report.StreamerDisconnected ignored -> now.with(false, 0, List.of());
                case Report.ClientConnected(Optional<Report.Client> client) ->
                    now.with(now.ready(), now.clients() + 1, begun(now, client));
                case Report.ClientDisconnected(Optional<Report.EndedSession> ended, boolean ready) -> {
                    ended.ifPresent(session -> sessionEnded(now, session));
                    yield now.with(now.ready() && ready, Math.max(0, now.clients() - 1), without(now, ended));
                }
                case Report.ClientHeld(String session) ->
                    now.with(now.ready(), now.clients(), set(now, session, false));
                case Report.ClientResumed(String session) ->
                    now.with(now.ready(), now.clients(), set(now, session, true));
                case Report.Connect ignored -> now;
                case Report.Proof ignored -> now;
                case Report.Ping ignored -> now;
                case Report.Unknown ignored -> now;
            };
        }

        private static List<HeldSession> begun(StreamerReport now, Optional<Report.Client> client) {
            List<HeldSession> sessions = new ArrayList<>(now.sessions());
            client.ifPresent(known -> sessions.add(new HeldSession(known.session(), known.visitor(), true)));
            return sessions;
        }

        private static List<HeldSession> without(StreamerReport now, Optional<Report.EndedSession> ended) {
            return now.sessions().stream()
                    .filter(session -> ended.isEmpty() || !ended.get().session().equals(session.session()))
                    .toList();
        }

        private static List<HeldSession> set(StreamerReport now, String name, boolean attached) {
            return now.sessions().stream()
                    .map(session -> session.session().equals(name)
                            ? new HeldSession(name, session.visitor(), attached)
                            : session)
                    .toList();
        }

        private void sessionEnded(StreamerReport now, Report.EndedSession ended) {
            ends.ended(ended.reason());
            boolean placeKept = SessionEnds.playerKeepsPlace(ended.reason());
            tell(new LobbyEvent.SessionEnded(now.streamerId(), ended.session(), placeKept));
        }

        private void become(StreamerReport report) {
            if (!report.equals(last)) {
                if (last != null && !last.streamerId().equals(report.streamerId())) {
                    lost();
                }
                last = report;
                log.atInfo()
                        .addKeyValue("streamerId", report.streamerId())
                        .addKeyValue("ready", report.ready())
                        .addKeyValue("clients", report.clients())
                        .log("streamer reported");
                tell(new LobbyEvent.StreamerReported(report));
                costs.ifPresent(told -> told.reported(report));
            }
        }

        private void lost() {
            StreamerReport gone = last;
            if (gone != null) {
                log.atInfo().addKeyValue("streamerId", gone.streamerId()).log("streamer lost");
                tell(new LobbyEvent.StreamerLost(gone.streamerId(), name));
                costs.ifPresent(told -> told.lost(gone));
                last = null;
            }
        }

        private void tell(LobbyEvent event) {
            lobby.record(event)
                    .onFailure(failure -> log.atError().setCause(failure).log("the lobby did not take a report"));
        }
    }
}

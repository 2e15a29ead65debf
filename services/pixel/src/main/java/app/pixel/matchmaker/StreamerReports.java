// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.cost.DeletionCosts;
import app.pixel.matchmaker.lobby.Lobby;
import app.pixel.matchmaker.lobby.LobbyEvent;
import app.pixel.matchmaker.lobby.StreamerReport;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to signalling servers over Epic's TCP protocol: JSON objects without framing and without replies, a
 * connection for each server.
 *
 * <p>A server speaks for its own address only: what it names is ignored for where the connection comes from. Its
 * streamer goes with the connection, which ends when nothing has come for a while, since servers ping.
 */
final class StreamerReports {

    private static final Logger log = LoggerFactory.getLogger(StreamerReports.class);
    private static final int LARGEST_MESSAGE = 16 * 1024;

    private final Lobby lobby;
    private final Optional<DeletionCosts> costs;
    private final NetServer server;
    private long links;

    /** @param costs hears what links of this process say; those of other replicas are told to theirs */
    StreamerReports(Vertx vertx, Lobby lobby, Optional<DeletionCosts> costs, Duration streamerTimeout) {
        this.lobby = lobby;
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
        private @Nullable StreamerReport last;

        Link(NetSocket socket, String name) {
            this.socket = socket;
            this.name = name;
            socket.handler(piece -> refuseNonsense(() -> splitter.feed(piece).forEach(this::take)));
            socket.exceptionHandler(failure -> {});
            socket.closeHandler(closed -> lost());
        }

        private void refuseNonsense(Runnable reading) {
            try {
                reading.run();
            } catch (IllegalArgumentException | DecodeException nonsense) {
                log.atWarn()
                        .addKeyValue("remoteAddress", socket.remoteAddress().host())
                        .addKeyValue("reason", nonsense.getMessage())
                        .log("hung up on a signalling server");
                socket.handler(ignored -> {});
                socket.close();
            }
        }

        private void take(String text) {
            JsonObject message = new JsonObject(text);
            StreamerReport before = last;
            if ("connect".equals(message.getValue("type"))) {
                become(connected(message, before == null ? 0 : before.clients()));
            } else if (before == null) {
                throw new IllegalArgumentException("The first message is not \"connect\".");
            } else {
                become(changed(before, String.valueOf(message.getValue("type"))));
            }
        }

        /** Comes again when a server has something to say that has no word of its own, such as that it will stop. */
        private StreamerReport connected(JsonObject message, int clientsBefore) {
            return new StreamerReport(
                    name,
                    lobby.replica(),
                    socket.remoteAddress().hostAddress(),
                    portOf(message.getValue("port")),
                    Boolean.TRUE.equals(message.getValue("ready")),
                    Boolean.TRUE.equals(message.getValue("playerConnected")) ? Math.max(1, clientsBefore) : 0);
        }

        private StreamerReport changed(StreamerReport now, String type) {
            return switch (type) {
                case "streamerConnected" -> report(now, true, 0);
                case "streamerDisconnected" -> report(now, false, 0);
                case "clientConnected" -> report(now, now.ready(), now.clients() + 1);
                case "clientDisconnected" -> report(now, now.ready(), Math.max(0, now.clients() - 1));
                default -> now;
            };
        }

        private StreamerReport report(StreamerReport now, boolean ready, int clients) {
            return new StreamerReport(name, now.replica(), now.address(), now.port(), ready, clients);
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

    /** Epic's servers send a number; older ones pass on the text of their command line. */
    private static int portOf(@Nullable Object port) {
        try {
            return Integer.parseInt(String.valueOf(port));
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException("The port of a streamer is not a number.", none);
        }
    }
}

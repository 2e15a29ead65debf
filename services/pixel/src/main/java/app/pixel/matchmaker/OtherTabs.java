// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.lobby.Lobby;
import app.pixel.matchmaker.lobby.Ticket;
import app.pixel.matchmaker.lobby.Ticket.Phase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a visitor who plays already may have another socket. A session whose socket is dead is taken over.
 * One that lives is left alone, unless the visitor asks to play in the new tab.
 */
final class OtherTabs {

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Lobby lobby;
    private final Map<String, PlayerSession> sessions;
    private final Duration lease;
    private final int streamsPerVisitor;

    /**
     * Decides by what the lobby knows.
     *
     * @param sessions those whose sockets are here
     * @param streamsPerVisitor 0 for any number
     */
    OtherTabs(Vertx vertx, Lobby lobby, Map<String, PlayerSession> sessions, Duration lease, int streamsPerVisitor) {
        this.vertx = vertx;
        this.lobby = lobby;
        this.sessions = sessions;
        this.lease = lease;
        this.streamsPerVisitor = streamsPerVisitor;
    }

    /**
     * Reports whether a new ticket of the visitor may enter. A session that it takes over is held before.
     *
     * @param takeOver whether the visitor wants to play in the new tab
     */
    Future<Boolean> admit(String visitor, boolean takeOver) {
        List<Ticket> tickets = List.copyOf(lobby.state().ticketsOf(visitor));
        List<Ticket> playing = tickets.stream()
                .filter(ticket -> ticket.phase() instanceof Phase.Playing)
                .toList();
        boolean free = streamsPerVisitor == 0 || playing.size() < streamsPerVisitor;
        if (lease.isZero() || free || tickets.stream().anyMatch(Ticket::isLeased)) {
            return Future.succeededFuture(true);
        }
        Ticket older = playing.getFirst();
        return (takeOver ? Future.succeededFuture(false) : lives(older)).map(lives -> {
            if (!lives) {
                hold(older);
            }
            return !lives;
        });
    }

    private Future<Boolean> lives(Ticket older) {
        PlayerSession here = sessions.get(older.id());
        if (here != null) {
            return here.answers(SIGN_OF_LIFE);
        }
        Promise<Boolean> stillPlays = Promise.promise();
        vertx.setTimer(SIGN_OF_LIFE.toMillis(), timer -> {
            Optional<Phase> now = lobby.state().ticket(older.id()).map(Ticket::phase);
            stillPlays.complete(
                    now.filter(phase -> phase instanceof Phase.Playing).isPresent());
        });
        return stillPlays.future();
    }

    /** In the name of the replica that has the socket: the signalling server closes that one when it is replaced. */
    private void hold(Ticket older) {
        lobby.record(PageLoss.held(older.id(), older.replica(), lease));
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.lobby.Lobby;
import app.pixel.matchmaker.lobby.Ticket;
import app.pixel.matchmaker.lobby.Ticket.Phase;
import app.pixel.web.CloseStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides whether a visitor who has a place or a stream already gets another one, in a new tab.
 *
 * <p>The new tab takes over from the oldest one when that is dead, or when the visitor asks for the game there.
 * Otherwise the older tab is left alone, and the new one is refused. A place at another replica counts once it plays.
 * Tabs of one visitor are decided one after the other, so that several at once get no more than one alone.
 */
final class OtherTabs {

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Lobby lobby;
    private final Map<String, PlayerSession> sessions;
    private final Duration lease;
    private final int mostPerVisitor;
    private final Map<String, Future<Boolean>> deciding = new HashMap<>();

    /**
     * Decides by the tickets of the lobby.
     *
     * @param sessions those whose sockets are here
     * @param mostPerVisitor 0 for any number
     */
    OtherTabs(Vertx vertx, Lobby lobby, Map<String, PlayerSession> sessions, Duration lease, int mostPerVisitor) {
        this.vertx = vertx;
        this.lobby = lobby;
        this.sessions = sessions;
        this.lease = lease;
        this.mostPerVisitor = mostPerVisitor;
    }

    /**
     * Reports whether a new tab of the visitor was let in.
     *
     * @param takeOver whether the visitor asks for the game in the new tab
     * @param enter lets it in; done when its ticket is in the lobby
     */
    Future<Boolean> admit(String visitor, boolean takeOver, Supplier<Future<Void>> enter) {
        Future<Boolean> before = deciding.getOrDefault(visitor, Future.succeededFuture(true));
        Future<Boolean> admitted = before.otherwise(false)
                .compose(done -> isFree(visitor, takeOver))
                .compose(free -> free ? enter.get().map(true) : Future.succeededFuture(false));
        if (!admitted.isComplete()) {
            deciding.put(visitor, admitted);
            admitted.onComplete(done -> deciding.remove(visitor, admitted));
        }
        return admitted;
    }

    private Future<Boolean> isFree(String visitor, boolean takeOver) {
        List<Ticket> others = lobby.state().ticketsOf(visitor).stream()
                .filter(ticket -> plays(ticket) || sessions.containsKey(ticket.id()))
                .toList();
        if (mostPerVisitor == 0 || others.size() < mostPerVisitor) {
            return Future.succeededFuture(true);
        }
        Ticket oldest = others.getFirst();
        Future<Boolean> lives = takeOver ? Future.succeededFuture(false) : lives(oldest);
        return lives.compose(alive -> alive ? Future.succeededFuture(false) : giveUp(oldest));
    }

    private static boolean plays(Ticket ticket) {
        return ticket.phase() instanceof Phase.Playing;
    }

    private Future<Boolean> lives(Ticket older) {
        PlayerSession here = sessions.get(older.id());
        if (here != null) {
            return here.answers(SIGN_OF_LIFE);
        }
        Promise<Boolean> stillPlays = Promise.promise();
        vertx.setTimer(
                SIGN_OF_LIFE.toMillis(),
                timer -> stillPlays.complete(lobby.state()
                        .ticket(older.id())
                        .filter(OtherTabs::plays)
                        .isPresent()));
        return stillPlays.future();
    }

    /**
     * Takes the older ticket's session or place for the new one. A signalling server closes the older socket at another
     * replica, once the new one has the session; that needs a lease.
     */
    private Future<Boolean> giveUp(Ticket older) {
        Optional<PlayerSession> here = Optional.ofNullable(sessions.get(older.id()));
        if (here.isEmpty() && lease.isZero()) {
            return Future.succeededFuture(false);
        }
        return lobby.record(PageLoss.held(older.id(), older.replica(), lease)).map(held -> {
            here.ifPresent(tab -> tab.close(CloseStatus.ELSEWHERE, CloseReason.ELSEWHERE));
            return true;
        });
    }
}

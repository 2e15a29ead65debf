// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.lobby.Lobby;
import app.pixel.matchmaker.lobby.Ticket;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * Tells every page that waits its position.
 *
 * <p>One change moves all who are behind it, so telling at each change would cost the square of the queue. Changes are
 * gathered instead: one walk along the queue tells all, and the next waits longer the longer the queue, which bounds
 * this to {@value #NOTICES_PER_SECOND} notices a second.
 */
final class QueueNotices {

    private static final int NOTICES_PER_SECOND = 10_000;
    private static final long SHORTEST_PAUSE = 100;
    private static final int MATCHES_REMEMBERED = 20;

    private final Vertx vertx;
    private final Lobby lobby;
    private final Map<String, PlayerSession> sessions;
    private final LongSupplier clock;
    private final Deque<Long> matches = new ArrayDeque<>();
    private boolean scheduled;
    private long nextWalk;

    QueueNotices(Vertx vertx, Lobby lobby, Map<String, PlayerSession> sessions, LongSupplier clock) {
        this.vertx = vertx;
        this.lobby = lobby;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** The position of a ticket may have changed. */
    void changed() {
        if (!scheduled) {
            scheduled = true;
            vertx.setTimer(Math.max(1, nextWalk - clock.getAsLong()), timer -> walk());
        }
    }

    /** A ticket that waited got a streamer. */
    void matched() {
        matches.addLast(clock.getAsLong());
        if (matches.size() > MATCHES_REMEMBERED) {
            matches.removeFirst();
        }
    }

    private void walk() {
        scheduled = false;
        int length = lobby.state().waiting().size();
        nextWalk = clock.getAsLong() + Math.max(SHORTEST_PAUSE, 1_000L * length / NOTICES_PER_SECOND);
        Eta eta = this::secondsFor;
        int position = 0;
        for (Ticket ticket : lobby.state().waiting()) {
            position++;
            PlayerSession session = sessions.get(ticket.id());
            if (session != null) {
                session.position(position, length, eta);
            }
        }
    }

    private OptionalInt secondsFor(int position) {
        if (matches.size() < 2) {
            return OptionalInt.empty();
        }
        long pace = (matches.getLast() - matches.getFirst()) / (matches.size() - 1);
        return OptionalInt.of((int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(pace * position, 1_000)));
    }
}

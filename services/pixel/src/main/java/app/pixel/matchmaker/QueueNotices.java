// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.lobby.Lobby;
import app.pixel.matchmaker.lobby.Ticket;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Tells every page that waits its position.
 *
 * <p>One change moves all who are behind it, so telling at each change would cost the square of the queue. Changes are
 * gathered instead: one walk along the queue tells all. The next walk waits longer the longer the queue is, which
 * bounds this to {@value #NOTICES_PER_SECOND} notices a second.
 */
final class QueueNotices {

    private static final int NOTICES_PER_SECOND = 10_000;
    private static final long SHORTEST_PAUSE = 100;
    /** A wait grows while the queue stands still, and pages hear of that too. */
    private static final long LONGEST_PAUSE = 15_000;

    private final Vertx vertx;
    private final Lobby lobby;
    private final Map<String, PlayerSession> sessions;
    private final LongSupplier clock;
    private boolean scheduled;
    private long nextWalk;

    QueueNotices(Vertx vertx, Lobby lobby, Map<String, PlayerSession> sessions, LongSupplier clock) {
        this.vertx = vertx;
        this.lobby = lobby;
        this.sessions = sessions;
        this.clock = clock;
        vertx.setPeriodic(LONGEST_PAUSE, timer -> changed());
    }

    /** The position of a ticket may have changed. */
    void changed() {
        if (!scheduled) {
            scheduled = true;
            vertx.setTimer(Math.max(1, nextWalk - clock.getAsLong()), timer -> walk());
        }
    }

    private void walk() {
        scheduled = false;
        int length = lobby.state().waiting().size();
        nextWalk = clock.getAsLong() + Math.max(SHORTEST_PAUSE, 1_000L * length / NOTICES_PER_SECOND);
        int position = 0;
        for (Ticket ticket : lobby.state().waiting()) {
            position++;
            PlayerSession session = sessions.get(ticket.id());
            if (session != null) {
                session.position(position, length, secondsAt(position));
            }
        }
    }

    private OptionalInt secondsAt(int position) {
        OptionalLong millis = lobby.state().waitAt(position);
        return millis.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of((int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(millis.getAsLong(), 1_000)));
    }
}

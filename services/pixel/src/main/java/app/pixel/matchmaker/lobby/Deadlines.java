// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * When something has to be looked at again. Deadlines are never taken back: the thing may have changed since, and is
 * asked before anything happens to it.
 */
final class Deadlines {

    /** The thing that is looked at. */
    enum Due {
        HOLD,
        PLACE,
        SESSION,
        STREAMER,
        REPLICA
    }

    record Deadline(long at, Due due, String key) {}

    /** Of what is due at the same time, one order for every replica. */
    private final PriorityQueue<Deadline> deadlines = new PriorityQueue<>(
            Comparator.comparingLong(Deadline::at).thenComparing(Deadline::due).thenComparing(Deadline::key));

    void add(long at, Due due, String key) {
        deadlines.add(new Deadline(at, due, key));
    }

    /** Takes the next one that is due by now. */
    Optional<Deadline> next(long now) {
        Deadline earliest = deadlines.peek();
        return earliest != null && earliest.at() <= now ? Optional.of(deadlines.remove()) : Optional.empty();
    }
}

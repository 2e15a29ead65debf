// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import app.pixel.matchmaker.lobby.Deadlines.Due;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Until when each replica is believed to live, in milliseconds; the end of each lease stands among the deadlines. */
final class Leases {

    /** How often a replica says that it lives while one lease runs. */
    static final int BEATS = 10;

    private final long length;
    private final Deadlines deadlines;
    private final Map<String, Long> ends = new HashMap<>();
    /** Replicas that lived before the store was away, and have not been heard since. */
    private final Set<String> unheard = new HashSet<>();

    /** @param length how long a replica is believed to live after it last said so */
    Leases(Duration length, Deadlines deadlines) {
        this.length = length.toMillis();
        this.deadlines = deadlines;
    }

    Map<String, Long> ends() {
        return Collections.unmodifiableMap(ends);
    }

    Set<String> unheard() {
        return Collections.unmodifiableSet(unheard);
    }

    boolean allHeard() {
        return unheard.isEmpty();
    }

    /** These replicas have yet to say that they still live. */
    void expect(Collection<String> replicas) {
        unheard.addAll(replicas);
    }

    void end(String replica) {
        ends.remove(replica);
        unheard.remove(replica);
    }

    void add(String replica, long end) {
        ends.put(replica, end);
        deadlines.add(end, Due.REPLICA, replica);
    }

    /** The events of a replica prove that it lives; without this, one that dies before its first beat would stay. */
    void believeIn(String replica, long now) {
        if (!ends.containsKey(replica)) {
            add(replica, now + length);
        }
    }

    /** The deadline that stands is moved when it is due, so that saying often that one lives costs nothing. */
    void renew(String replica, long now) {
        believeIn(replica, now);
        ends.put(replica, now + length);
        unheard.remove(replica);
    }

    /** Ends a lease whose deadline is due, unless it was renewed. */
    boolean endsNow(String replica, long now) {
        Long end = ends.get(replica);
        if (end == null) {
            return false;
        }
        if (end > now) {
            deadlines.add(end, Due.REPLICA, replica);
            return false;
        }
        end(replica);
        return true;
    }
}

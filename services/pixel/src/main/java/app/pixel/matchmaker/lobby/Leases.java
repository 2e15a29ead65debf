// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import app.pixel.matchmaker.lobby.Deadlines.Due;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** Until when each replica is believed to live, in milliseconds; the end of each lease stands among the deadlines. */
final class Leases {

    private final long length;
    private final Deadlines deadlines;
    private final Map<String, Long> ends = new HashMap<>();

    /** @param length how long a replica is believed to live after it last said so */
    Leases(Duration length, Deadlines deadlines) {
        this.length = length.toMillis();
        this.deadlines = deadlines;
    }

    Map<String, Long> ends() {
        return Collections.unmodifiableMap(ends);
    }

    void add(String replica, long end) {
        ends.put(replica, end);
        deadlines.add(end, Due.REPLICA, replica);
    }

    /** What a replica does proves that it lives, or it would stay for ever when it dies before it says so. */
    void believeIn(String replica, long now) {
        if (!ends.containsKey(replica)) {
            add(replica, now + length);
        }
    }

    /** The deadline that stands is moved when it is due, so that saying often that one lives costs nothing. */
    void renew(String replica, long now) {
        believeIn(replica, now);
        ends.put(replica, now + length);
    }

    /** Ends a lease whose deadline is due, unless it was renewed. */
    boolean endsNow(String replica, long now) {
        long end = ends.getOrDefault(replica, 0L);
        if (end > now) {
            deadlines.add(end, Due.REPLICA, replica);
            return false;
        }
        ends.remove(replica);
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.web.SessionEnd;
import java.util.EnumMap;
import java.util.Map;

/** Counts the sessions that ended, by the reason that their signalling servers report. */
final class SessionEnds {

    private final Map<SessionEnd, Long> counts = new EnumMap<>(SessionEnd.class);

    void ended(SessionEnd reason) {
        counts.merge(reason, 1L, Long::sum);
    }

    long count(SessionEnd reason) {
        return counts.getOrDefault(reason, 0L);
    }

    /** Reports whether the streamer or the platform ended the session, and not its player. */
    static boolean playerKeepsPlace(SessionEnd reason) {
        return switch (reason) {
            case LEFT, LEASE_OVER, KICKED, LIMIT -> false;
            case STREAMER_LOST, STREAMER_FAILED, PLATFORM_STOPPED -> true;
        };
    }
}

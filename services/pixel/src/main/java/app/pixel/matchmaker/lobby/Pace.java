// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/**
 * How fast tickets that waited got streamers lately, by the lobby's own time. It slows down by itself while no ticket
 * gets one.
 */
final class Pace {

    private static final int MOST_REMEMBERED = 40;
    private static final int FEWEST_THAT_TELL = 3;

    private final Deque<Long> matches;

    /** @param matches the times of the latest ones, oldest first */
    Pace(Collection<Long> matches) {
        this.matches = new ArrayDeque<>(matches);
    }

    void matched(long now) {
        matches.addLast(now);
        if (matches.size() > MOST_REMEMBERED) {
            matches.removeFirst();
        }
    }

    List<Long> matches() {
        return List.copyOf(matches);
    }

    /** The milliseconds until so many more tickets get a streamer; empty before there were enough matches to tell. */
    OptionalLong millisFor(int tickets, long now) {
        if (matches.size() < FEWEST_THAT_TELL) {
            return OptionalLong.empty();
        }
        double seen = (double) (matches.getLast() - matches.getFirst()) / (matches.size() - 1);
        double withTheSilenceSince = (double) (now - matches.getFirst()) / matches.size();
        return OptionalLong.of(Math.round(tickets * Math.max(seen, withTheSilenceSince)));
    }
}

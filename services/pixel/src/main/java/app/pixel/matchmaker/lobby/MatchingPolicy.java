// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import java.util.Comparator;

/**
 * The rule of matching: the oldest ticket gets the most trustworthy free streamer. Pure, so that every replica agrees.
 */
final class MatchingPolicy {

    /** How long a streamer is kept for the client that got its address, in milliseconds; as Epic's does. */
    static final long HAND_OUT = 10_000;

    /** How long one free streamer is kept for an older ticket that has just stepped away, in milliseconds. */
    static final long HOLD_FOR_THE_OLDER = 4_000;

    private static final long FIRST_SUSPENSION = 1_000;
    private static final long LONGEST_SUSPENSION = 60_000;

    /** The streamer to offer first: the one without failures, then the one that has been idle longest. */
    static final Comparator<PooledStreamer> BEST_FIRST = Comparator.comparingInt(PooledStreamer::failures)
            .thenComparingLong(PooledStreamer::idleSince)
            .thenComparing(PooledStreamer::id);

    private MatchingPolicy() {}

    /**
     * A streamer that a ticket of ours holds is not free whatever it reports, because a player's arrival is reported
     * later than it happens.
     */
    static boolean isFree(PooledStreamer streamer, long now) {
        return streamer.report().ready()
                && streamer.report().clients() == 0
                && !streamer.held()
                && freeFrom(streamer) <= now;
    }

    /** When a streamer may be offered again, as far as time decides it. */
    static long freeFrom(PooledStreamer streamer) {
        PooledStreamer.HandOut handOut = streamer.handOut();
        return Math.max(streamer.suspendedUntil(), handOut == null ? 0 : handOut.until());
    }

    /** How long a streamer rests after this many failures in a row, in milliseconds: twice as long each time. */
    static long suspension(int failures) {
        return Math.min(LONGEST_SUSPENSION, FIRST_SUSPENSION << Math.min(failures - 1, 16));
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

/**
 * The lobby's own time, in milliseconds. It never goes back. It stands still while the store is away, since no event
 * could say then that a replica lives.
 */
final class LobbyTime {

    private final long longestStep;
    private long now;
    private long clock;

    /** @param longestStep by how much one event may advance the time; replicas record events more often */
    LobbyTime(long longestStep) {
        this.longestStep = longestStep;
    }

    void set(long lobbyTime, long storeTime) {
        now = lobbyTime;
        clock = storeTime;
    }

    long now() {
        return now;
    }

    /** The store's time of the last event. */
    long clock() {
        return clock;
    }

    /**
     * Advances to an event.
     *
     * @param time the store's
     * @return whether the store was away before that event
     */
    boolean advance(long time) {
        long passed = clock == 0 ? 0 : time - clock;
        if (clock == 0) {
            now = time;
        }
        clock = Math.max(clock, time);
        now += Math.clamp(passed, 0, longestStep);
        return passed > longestStep;
    }
}

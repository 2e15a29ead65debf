// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The whole content of a {@link LobbyState}, to make the same one elsewhere.
 *
 * @param now the lobby's own time
 * @param clock the store's time of the last event
 * @param unheard replicas that have not been heard since the store was away
 * @param waitedMatches when the latest tickets that waited got a streamer, oldest first
 */
record LobbySnapshot(
        long now,
        long clock,
        long placeKept,
        long sessionLease,
        long nextRank,
        List<Ticket> tickets,
        List<PooledStreamer> streamers,
        Map<String, String> holders,
        Map<String, Long> aliveUntil,
        Set<String> unheard,
        List<Long> waitedMatches) {}

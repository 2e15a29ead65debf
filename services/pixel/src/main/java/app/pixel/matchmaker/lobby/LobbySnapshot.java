// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import java.util.List;
import java.util.Map;

/** Everything that a {@link LobbyState} is, to make the same one elsewhere. */
record LobbySnapshot(
        long now,
        long placeKept,
        long nextRank,
        List<Ticket> tickets,
        List<Streamer> streamers,
        Map<String, String> holders,
        Map<String, Long> aliveUntil) {}

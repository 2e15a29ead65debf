// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import java.util.Optional;

/**
 * One visitor's place in the order, from coming to leaving.
 *
 * @param rank lower came earlier; kept for as long as the ticket lives, so that whoever comes back waiting is at the
 *     head of all who came later
 */
public record Ticket(String id, String visitor, String replica, long rank, Phase phase) {

    /** Where a ticket is. */
    public sealed interface Phase {
        record Waiting() implements Phase {}

        /** The visitor's socket is gone; the place is kept until then, in milliseconds. */
        record Away(long until) implements Phase {}

        /** A streamer left the pool for it and is being asked. */
        record Offered(String streamer) implements Phase {}

        record Playing(String streamer) implements Phase {}
    }

    Ticket in(Phase next) {
        return new Ticket(id, visitor, replica, rank, next);
    }

    Ticket withRank(long older) {
        return new Ticket(id, visitor, replica, older, phase);
    }

    public boolean isAway() {
        return phase instanceof Phase.Away;
    }

    /** The streamer that it has, offered or playing. */
    public Optional<String> streamer() {
        return switch (phase) {
            case Phase.Offered(String streamer) -> Optional.of(streamer);
            case Phase.Playing(String streamer) -> Optional.of(streamer);
            case Phase.Waiting ignored -> Optional.empty();
            case Phase.Away ignored -> Optional.empty();
        };
    }
}

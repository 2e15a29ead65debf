// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import java.util.Optional;

/**
 * One visitor's place in the order, from entering to leaving.
 *
 * @param session the session that this ticket has or would begin; a ticket that takes a session over has its id
 * @param replica the matchmaker that holds the visitor's socket; empty when none does
 * @param rank lower came earlier; a returning visitor keeps it, and is ahead of all who came later
 * @param mediaFailures how often the session's media has failed on its streamer
 */
public record Ticket(
        String id, String session, String visitor, String replica, long rank, int mediaFailures, Phase phase) {

    /** The state of a ticket. */
    public sealed interface Phase {
        record Waiting() implements Phase {}

        /**
         * The visitor's socket is gone; the place is kept.
         *
         * @param since when the visitor stepped away, in milliseconds
         * @param until when the place is given up, in milliseconds
         */
        record Away(long since, long until) implements Phase {}

        /** A streamer left the pool for it and is being asked. */
        record Offered(String streamer) implements Phase {}

        record Playing(String streamer) implements Phase {}

        /** The session goes on without a socket; its streamer is kept until then, in milliseconds. */
        record Leased(String streamer, long until) implements Phase {}
    }

    /** A ticket that waits for a session of its own. */
    static Ticket waiting(String id, String visitor, String replica, long rank) {
        return new Ticket(id, id, visitor, replica, rank, 0, new Phase.Waiting());
    }

    Ticket in(Phase next) {
        return new Ticket(id, session, visitor, replica, rank, mediaFailures, next);
    }

    Ticket withRank(long older) {
        return new Ticket(id, session, visitor, replica, older, mediaFailures, phase);
    }

    /** The session goes on under another ticket of the same visitor. */
    Ticket takenOverBy(String ticket, String by, Phase next) {
        return new Ticket(ticket, session, visitor, by, rank, mediaFailures, next);
    }

    /** No socket of any replica belongs to it. */
    Ticket orphaned() {
        return new Ticket(id, session, visitor, "", rank, mediaFailures, phase);
    }

    Ticket withMediaFailure() {
        return new Ticket(id, session, visitor, replica, rank, mediaFailures + 1, phase);
    }

    /** The session is over; the ticket waits for another one. */
    Ticket afresh() {
        return waiting(id, visitor, replica, rank);
    }

    public boolean isAway() {
        return phase instanceof Phase.Away;
    }

    public boolean isLeased() {
        return phase instanceof Phase.Leased;
    }

    /** Reports whether the ticket goes on with a session that an earlier ticket began. */
    public boolean continuesSession() {
        return !session.equals(id);
    }

    /** The streamer that it has: offered, playing or leased. */
    public Optional<String> streamer() {
        return switch (phase) {
            case Phase.Offered(String streamer) -> Optional.of(streamer);
            case Phase.Playing(String streamer) -> Optional.of(streamer);
            case Phase.Leased(String streamer, long ignored) -> Optional.of(streamer);
            case Phase.Waiting ignored -> Optional.empty();
            case Phase.Away ignored -> Optional.empty();
        };
    }
}

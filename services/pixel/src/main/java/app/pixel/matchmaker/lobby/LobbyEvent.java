// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

/**
 * Everything that can happen in a lobby. A ticket is named by its id, which is also its player's id; a replica is one
 * matchmaker process. An event that is recorded twice, or that is about something gone, has no effect.
 */
public sealed interface LobbyEvent {

    /**
     * A visitor came, or came back. A visitor with a leased session goes on with it on the same streamer. Otherwise the
     * ticket takes over the place that was kept for this visitor.
     */
    record TicketEntered(String ticket, String visitor, String replica) implements LobbyEvent {}

    /**
     * The lobby had forgotten a visitor who is still connected.
     *
     * @param session the ticket's session
     * @param rank the ticket's old one
     * @param streamer the streamer that the ticket has, empty when it waits; the ticket stays forgotten when another
     *     session has that streamer by now
     */
    record TicketRestored(String ticket, String session, String visitor, String replica, long rank, String streamer)
            implements LobbyEvent {}

    /** The visitor is gone for good, from wherever the ticket was. */
    record TicketLeft(String ticket) implements LobbyEvent {}

    /** The visitor's socket was lost, which happens to phones: the place is kept for a while. */
    record TicketSteppedAway(String ticket) implements LobbyEvent {}

    /** The offered streamer answered; they play. */
    record OfferAccepted(String ticket) implements LobbyEvent {}

    /** The offered streamer refused or did not answer: the ticket waits again, and the streamer is suspect. */
    record OfferFailed(String ticket) implements LobbyEvent {}

    /** The stream ended under its player: the place is kept, at the head, and the streamer is suspect. */
    record StreamDropped(String ticket) implements LobbyEvent {}

    /**
     * The page's socket is gone, and the signalling server holds the session. Has no effect once the ticket belongs to
     * another replica.
     *
     * @param keptFor how long the server holds it, in milliseconds
     */
    record SessionHeld(String ticket, String replica, long keptFor) implements LobbyEvent {}

    /**
     * A page has its session back, by a new socket on the same player; the lobby may not know of the session.
     *
     * @param ticket the new socket's
     */
    record SessionResumed(String ticket, String session, String visitor, String replica, String streamer)
            implements LobbyEvent {}

    /**
     * The signalling server ended a session. Has no effect while a page is connected, since that page's socket ends
     * too.
     *
     * @param placeKept whether the streamer, and not the player, is the reason
     */
    record SessionEnded(String streamer, String session, boolean placeKept) implements LobbyEvent {}

    /** The page's media failed. The second time on one streamer ends the session, and the streamer is suspect. */
    record MediaFailed(String ticket, String replica) implements LobbyEvent {}

    /** A client without a ticket wants the address of a streamer that no ticket waits for; the state has the answer. */
    record AddressAsked(String request) implements LobbyEvent {}

    /** The last report of a signalling server on its streamer, whole. */
    record StreamerReported(StreamerReport report) implements LobbyEvent {}

    /** The connection that reported a streamer is gone. Has no effect when another link has reported it since. */
    record StreamerLost(String streamer, String link) implements LobbyEvent {}

    /**
     * A replica lives; also lets time pass.
     *
     * @param placeKept how long places are kept from now on, in milliseconds: all replicas have to go by the same
     *     figure, also while an update changes it
     * @param sessionLease how long a session without a socket keeps its streamer, in milliseconds; 0 for not at all
     */
    record ReplicaAlive(String replica, long placeKept, long sessionLease) implements LobbyEvent {}

    /** A replica stops; it has closed its sockets. */
    record ReplicaStopped(String replica) implements LobbyEvent {}
}

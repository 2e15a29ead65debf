// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

/**
 * Everything that can happen in a lobby. A ticket is named by its id, which is also its player's id; a replica is one
 * matchmaker process. An event that is said twice, or of something that is gone, means nothing.
 */
public sealed interface LobbyEvent {

    /** A visitor came, or came back: then the ticket takes over the place that was kept for this visitor. */
    record TicketEntered(String ticket, String visitor, String replica) implements LobbyEvent {}

    /**
     * The lobby had forgotten a visitor who is still here.
     *
     * @param rank the ticket's old one
     * @param streamer whom the ticket has, empty when it waits; when another has that streamer by now, the ticket
     *     stays forgotten, since its visitor needs nothing of the lobby
     */
    record TicketRestored(String ticket, String visitor, String replica, long rank, String streamer)
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

    /** Somebody without a ticket wants the address of a streamer that nobody waits for; see the state for the answer. */
    record AddressAsked(String request) implements LobbyEvent {}

    /** What a signalling server last said of its streamer, whole. */
    record StreamerReported(StreamerReport report) implements LobbyEvent {}

    /** The connection that reported a streamer is gone. Means nothing when another has reported it since. */
    record StreamerLost(String streamer, String link) implements LobbyEvent {}

    /**
     * A replica lives; also lets time pass.
     *
     * @param placeKept how long places are kept from now on, in milliseconds: all replicas have to go by the same
     *     figure, also while an update changes it
     */
    record ReplicaAlive(String replica, long placeKept) implements LobbyEvent {}
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.web.JsonSocket;

/** The states of a {@link PlayerSession}, each with its socket to the streamer. Only the session changes states. */
sealed interface PlayerState {

    /** The ticket waits in the lobby. */
    record Waiting() implements PlayerState {}

    /** The lobby has offered a streamer, which has not answered yet. */
    record Offered(Offer offer) implements PlayerState {}

    /** The page wants its session back, and has no ticket yet. */
    record Resuming(Resumption resumption) implements PlayerState {}

    /** Frames pass between the page and the streamer. */
    record Relaying(JsonSocket streamer) implements PlayerState {}

    /** The page's socket is closed, or closing. */
    record Closed() implements PlayerState {}

    /** Reports whether the lobby has a ticket of the page. */
    default boolean hasTicket() {
        return switch (this) {
            case Waiting _, Offered _, Relaying _ -> true;
            case Resuming _, Closed _ -> false;
        };
    }

    /** Reports whether a session goes on when the page's socket is lost. */
    default boolean hasSession(boolean keepsSessions) {
        return switch (this) {
            case Relaying _ -> keepsSessions;
            case Offered(Offer offer) -> offer.match().ticket().continuesSession();
            case Waiting _, Resuming _, Closed _ -> false;
        };
    }

    /** Sends to the streamer, while its socket is open. */
    default void send(String message) {
        switch (this) {
            case Offered(Offer offer) -> offer.send(message);
            case Relaying(JsonSocket streamer) -> streamer.sendText(message);
            case Waiting _, Resuming _, Closed _ -> {}
        }
    }

    /** Leaves the streamer's side, and closes the socket there. */
    default void leave(int code, String reason) {
        String shown = CloseReason.withoutMarkup(reason);
        switch (this) {
            case Offered(Offer offer) -> offer.end(code, shown);
            case Resuming(Resumption resumption) -> resumption.abandon();
            case Relaying(JsonSocket streamer) -> streamer.close(code, shown);
            case Waiting _, Closed _ -> {}
        }
    }
}

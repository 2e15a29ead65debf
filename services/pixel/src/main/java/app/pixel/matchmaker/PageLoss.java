// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.lobby.LobbyEvent;
import app.pixel.web.CloseStatus;
import java.time.Duration;

/**
 * The consequences of a page's socket that is gone. Pure.
 *
 * @param code the code that closes the socket to the signalling server
 * @param event the news for the lobby
 */
record PageLoss(int code, LobbyEvent event) {

    /** A browser closes a socket alike for a reload and for a closed tab, so both keep the session for this long. */
    private static final Duration RELOAD = Duration.ofSeconds(5);

    /**
     * Decides by the code with which the page's socket closed, while its player has a session.
     *
     * @param mediaFailedBefore whether media has failed before in this session, on the same streamer
     */
    static PageLoss ofSession(int code, String ticket, String replica, Duration lease, boolean mediaFailedBefore) {
        return switch (code) {
            case CloseStatus.NORMAL -> new PageLoss(code, new LobbyEvent.TicketLeft(ticket));
            case CloseStatus.GOING_AWAY -> new PageLoss(code, held(ticket, replica, min(RELOAD, lease)));
            case CloseStatus.MEDIA_FAILED ->
                new PageLoss(
                        mediaFailedBefore ? CloseStatus.NORMAL : CloseStatus.RESTART,
                        new LobbyEvent.MediaFailed(ticket, replica));
            default -> new PageLoss(CloseStatus.RESTART, held(ticket, replica, lease));
        };
    }

    /** As {@link #ofSession}, without a session. A page leaves by 1000 or 1001; any other code may be a tunnel. */
    static PageLoss ofPlace(int code, String ticket, Duration lease) {
        boolean leaves = code == CloseStatus.NORMAL || code == CloseStatus.GOING_AWAY;
        LobbyEvent event = leaves ? new LobbyEvent.TicketLeft(ticket) : new LobbyEvent.TicketSteppedAway(ticket);
        if (!lease.isZero()) {
            return new PageLoss(CloseStatus.NORMAL, event);
        }
        return new PageLoss(CloseStatus.canBeSent(code) ? code : CloseStatus.GOING_AWAY, event);
    }

    static LobbyEvent held(String ticket, String replica, Duration keptFor) {
        return new LobbyEvent.SessionHeld(ticket, replica, keptFor.toMillis());
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.web.CloseStatus;

/**
 * How a page's socket is closed after its stream has ended: as the signalling server closed, where that can be said.
 * Pure.
 */
record CloseReason(int code, String reason, Outcome outcome) {

    /** The consequence for the player. */
    enum Outcome {
        /** The session goes on by another socket, now or soon. */
        SESSION_HELD,
        /** The streamer was lost, and the player keeps the place in the queue. */
        PLACE_KEPT,
        /** The streamer is done with this player. */
        PLAYER_LEAVES
    }

    private static final String STREAM_ENDED = "The stream has ended. Waiting for another one.";

    /** The streamer was lost after the page had heard of it. */
    static final CloseReason STREAM_LOST = new CloseReason(CloseStatus.RESTART, STREAM_ENDED, Outcome.PLACE_KEPT);

    static final String ELSEWHERE = "The game is open in another tab.";
    static final String RESTART = "The service restarts.";

    /**
     * Decides by the close of the socket to the signalling server.
     *
     * @param keepsSessions whether sessions outlive their sockets
     */
    static CloseReason ofStream(CloseStatus closed, boolean keepsSessions) {
        if (closed.code() == CloseStatus.MOVED) {
            return new CloseReason(CloseStatus.MOVED, "", Outcome.SESSION_HELD);
        }
        if (closed.code() == CloseStatus.ELSEWHERE) {
            return new CloseReason(CloseStatus.ELSEWHERE, ELSEWHERE, Outcome.SESSION_HELD);
        }
        if (closed.code() == CloseStatus.ABNORMAL && keepsSessions) {
            return new CloseReason(
                    CloseStatus.RESTART, "The connection to the streamer was lost.", Outcome.SESSION_HELD);
        }
        return ofEnd(closed);
    }

    /**
     * A streamer dismisses a player with 1011, and a server may with 1000 and a reason. A server closes the socket of a
     * player that broke a rule with 1008. Everything else is a loss. A
     * signalling server whose streamer is lost closes without a code, which Vert.x reads as 1000 without a reason.
     */
    private static CloseReason ofEnd(CloseStatus closed) {
        int code = closed.code();
        String given = closed.reason();
        if (code == CloseStatus.UNEXPECTED
                || code == CloseStatus.POLICY
                || (code == CloseStatus.NORMAL && !given.isEmpty())) {
            return new CloseReason(code, given, Outcome.PLAYER_LEAVES);
        }
        boolean telling = CloseStatus.canBeSent(code) && code != CloseStatus.NORMAL && code != CloseStatus.GOING_AWAY;
        return new CloseReason(
                telling ? code : CloseStatus.RESTART, given.isEmpty() ? STREAM_ENDED : given, Outcome.PLACE_KEPT);
    }

    /**
     * A reason without markup: pages show it as HTML. Signs that look alike stand in for the brackets, so that a reason
     * that a signalling server has escaped stays as it is.
     */
    static String withoutMarkup(String reason) {
        return reason.replace('<', '‹').replace('>', '›');
    }
}

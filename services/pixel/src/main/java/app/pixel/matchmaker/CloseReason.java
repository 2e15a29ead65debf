// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.web.CloseStatus;

/**
 * How a page's socket is closed after its stream has ended: as the signalling server closed, where that can be said.
 *
 * @param playerKeepsPlace whether the streamer was lost, rather than done with this player
 */
record CloseReason(int code, String reason, boolean playerKeepsPlace) {

    static final String STREAM_ENDED = "The stream has ended. Waiting for another one.";
    static final String ELSEWHERE = "The game runs in another tab.";
    static final String RESTART = "The matchmaker restarts.";

    /**
     * A streamer dismisses a player with 1011, and a server may with 1000 and a reason; everything else is a loss. A
     * signalling server whose streamer is lost closes without a code, which Vert.x reads as 1000 without a reason.
     */
    static CloseReason ofStream(CloseStatus closed) {
        int code = closed.code();
        String given = closed.reason();
        if (code == CloseStatus.UNEXPECTED || (code == CloseStatus.NORMAL && !given.isEmpty())) {
            return new CloseReason(code, given, false);
        }
        boolean telling = CloseStatus.canBeSent(code) && code != CloseStatus.NORMAL && code != CloseStatus.GOING_AWAY;
        return new CloseReason(telling ? code : CloseStatus.RESTART, given.isEmpty() ? STREAM_ENDED : given, true);
    }

    /**
     * A reason without markup: pages show it as HTML. Signs that look alike stand in for the brackets, so that a reason
     * that a signalling server has escaped stays as it is.
     */
    static String withoutMarkup(String reason) {
        return reason.replace('<', '‹').replace('>', '›');
    }
}

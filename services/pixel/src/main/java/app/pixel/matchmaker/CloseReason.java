// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import io.vertx.core.http.WebSocketBase;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How a page's socket is closed after its stream has ended: as the signalling server closed, where that can be said.
 *
 * @param playerKeepsPlace whether the streamer was lost, rather than done with this player
 */
record CloseReason(int code, String reason, boolean playerKeepsPlace) {

    /** Service restart (RFC 6455 registry): pages reconnect after any code but 1001, which they take for their own. */
    static final int RECONNECT = 1012;

    static final String STREAM_ENDED = "The stream has ended. Waiting for another one.";

    private static final int NORMAL = 1000;
    private static final int GOING_AWAY = 1001;
    private static final int ABNORMAL = 1006;
    private static final int KICKED = 1011;
    private static final int REASON_BYTES = 123;

    /**
     * A streamer sends a player away with 1011, and a server may with 1000 and a reason; everything else is a loss. A
     * signalling server whose streamer is lost closes without a code, which Vert.x reads as 1000 without a reason.
     */
    static CloseReason ofStream(WebSocketBase streamer) {
        int code = codeOf(streamer);
        String given = reasonOf(streamer);
        if (code == KICKED || (code == NORMAL && !given.isEmpty())) {
            return new CloseReason(code, given, false);
        }
        boolean telling = canBeSent(code) && code != NORMAL && code != GOING_AWAY;
        return new CloseReason(telling ? code : RECONNECT, given.isEmpty() ? STREAM_ENDED : given, true);
    }

    static int codeOf(WebSocketBase closed) {
        @Nullable Short code = closed.closeStatusCode();
        return code == null ? ABNORMAL : code;
    }

    static String reasonOf(WebSocketBase closed) {
        @Nullable String reason = closed.closeReason();
        return reason == null ? "" : reason;
    }

    /** RFC 6455, 7.4: some codes only describe what happened, and never travel. */
    static boolean canBeSent(int code) {
        return code >= NORMAL && code < 5000 && code != 1004 && code != 1005 && code != ABNORMAL && code != 1015;
    }

    /**
     * A reason that fits into a close frame and holds no markup: pages show it as HTML. Signs that look alike stand in
     * for the brackets, so that what a signalling server has escaped already stays as it is.
     */
    static String fitting(String reason) {
        String cut = reason.replace('<', '‹').replace('>', '›');
        while (cut.getBytes(StandardCharsets.UTF_8).length > REASON_BYTES) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut;
    }
}

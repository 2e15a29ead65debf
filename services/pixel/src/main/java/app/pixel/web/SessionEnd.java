// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import java.util.Arrays;
import java.util.Optional;

/** Why a session ended: a visitor no longer has the streamer. */
public enum SessionEnd {
    /** The visitor said farewell. */
    LEFT("left"),
    /** The visitor was away longer than the lease, or more waited for the visitor than the server keeps. */
    LEASE_OVER("leaseOver"),
    /** The application dismissed the player. */
    KICKED("kicked"),
    /** The platform's limit of a session's length was reached. */
    LIMIT("limit"),
    /** The streamer's own connection ended. */
    STREAMER_LOST("streamerLost"),
    /** Media failed twice on this streamer. */
    STREAMER_FAILED("streamerFailed"),
    /** The signalling server stopped, and its grace period was over. */
    PLATFORM_STOPPED("platformStopped");

    private final String word;

    SessionEnd(String word) {
        this.word = word;
    }

    /** The word for it on the wire. */
    public String word() {
        return word;
    }

    /** The reason with this word on the wire; empty for any other word. */
    public static Optional<SessionEnd> of(String word) {
        return Arrays.stream(values()).filter(end -> end.word.equals(word)).findFirst();
    }
}

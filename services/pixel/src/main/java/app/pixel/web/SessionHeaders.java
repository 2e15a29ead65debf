// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import java.util.regex.Pattern;

/**
 * Header fields by which a matchmaker names a session to a signalling server, in the request that opens the WebSocket.
 * A stranger's request has none of them.
 */
public final class SessionHeaders {

    /** The session's id: {@code [\w.~-]}, at most 128 of them. It also becomes part of the TURN user name. */
    public static final String SESSION = "X-Pixel-Session";

    /** A secret that only matchmakers can compute from the id. Without it the server holds no session. */
    public static final String PROOF = "X-Pixel-Session-Proof";

    /** The visitor's name, which reports repeat: {@code [\w.~-]}, at most 128 of them. */
    public static final String VISITOR = "X-Pixel-Visitor";

    /** The request's meaning for the session: {@link #NEW}, {@link #RESUME} or {@link #REPLACE}. */
    public static final String ATTACH = "X-Pixel-Attach";

    /** Begins a session; the default. */
    public static final String NEW = "new";

    /** Goes on with the same player: the page kept its peer connection. */
    public static final String RESUME = "resume";

    /** Goes on by a new player on the same streamer: the page builds a new peer connection. */
    public static final String REPLACE = "replace";

    private static final Pattern NAME = Pattern.compile("[\\w.~-]{1,128}");

    private SessionHeaders() {}

    /** Reports whether the text may name a session or a visitor, and is fit for a log, a URL and a header field. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import io.vertx.core.http.WebSocketBase;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How a WebSocket was closed (RFC 6455, 7.4): a status code and a reason, which is empty where none was given.
 *
 * <p>Vert.x reads a close frame without a code as {@link #NORMAL} without a reason.
 */
public record CloseStatus(int code, String reason) {

    /** The purpose is fulfilled. */
    public static final int NORMAL = 1000;
    /** This end goes away: a page is unloaded, a server stops. */
    public static final int GOING_AWAY = 1001;
    /** The close frame holds no code; the code itself never travels. */
    public static final int NO_STATUS = 1005;
    /** The connection was lost without a close frame; the code itself never travels. */
    public static final int ABNORMAL = 1006;
    /** A message, or its sender, breaks a rule of this end. */
    public static final int POLICY = 1008;
    /** A message is too big. */
    public static final int TOO_BIG = 1009;
    /** This end met a condition that it did not expect. A streamer's server dismisses a player with it. */
    public static final int UNEXPECTED = 1011;
    /** IANA's WebSocket registry: the service restarts. Epic's pages reconnect. */
    public static final int RESTART = 1012;
    /** IANA's WebSocket registry: try again later. */
    public static final int TRY_LATER = 1013;
    /** Ours: media between the page and the streamer failed, and the page starts anew. */
    public static final int MEDIA_FAILED = 4002;
    /** Ours: the session moved to another socket of the same page. */
    public static final int MOVED = 4408;
    /** Ours: the visitor's game is open in another tab. */
    public static final int ELSEWHERE = 4409;
    /** Ours: the session that the page wants to resume is over. */
    public static final int SESSION_OVER = 4410;

    private static final int RESERVED = 1004;
    private static final int TLS_FAILED = 1015;
    private static final int LAST_PRIVATE = 4999;

    /** RFC 6455, 5.5.1: a close frame has room for a code and 123 bytes of UTF-8. */
    private static final int REASON_BYTES = 123;

    /** The status of a socket that is closed. */
    public static CloseStatus of(WebSocketBase closed) {
        @Nullable Short code = closed.closeStatusCode();
        @Nullable String reason = closed.closeReason();
        return new CloseStatus(code == null ? ABNORMAL : code, reason == null ? "" : reason);
    }

    /** Reports whether a close frame may hold this code: some codes only describe what happened. */
    public static boolean canBeSent(int code) {
        return code >= NORMAL
                && code <= LAST_PRIVATE
                && code != RESERVED
                && code != NO_STATUS
                && code != ABNORMAL
                && code != TLS_FAILED;
    }

    /** The reason, cut between characters to the bytes that a close frame can hold. */
    public static String fitting(String reason) {
        String cut = reason;
        while (cut.getBytes(StandardCharsets.UTF_8).length > REASON_BYTES) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut;
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * The messages of the matchmaker itself to a page.
 *
 * <p>Only a page that has to wait hears of the queue: strict pages fail on messages that Epic's server would not send.
 * Only a page that says that it is resumable
 * hears of sessions. No page is told where a streamer is.
 */
final class Notice {

    private Notice() {}

    /** The token lets a page without cookies come back to its place, as {@code ?session=}. */
    static JsonObject queued(String detail, String token) {
        return matchmaker(true, detail).put("session", token);
    }

    static JsonObject matched(String alias) {
        return matchmaker(false, alias);
    }

    static JsonObject position(int position, int length, OptionalInt etaSeconds) {
        JsonObject notice = new JsonObject()
                .put("type", "queuePosition")
                .put("position", position)
                .put("length", length);
        etaSeconds.ifPresent(seconds -> notice.put("etaSeconds", seconds));
        return notice;
    }

    /** The page has a session; both tokens are the page's own. */
    static JsonObject session(String visitorToken, String resumeToken, Duration lease) {
        return new JsonObject()
                .put("type", "session")
                .put("visitor", visitorToken)
                .put("resume", resumeToken)
                .put("leaseSeconds", lease.toSeconds());
    }

    /** The first message of a resumed socket. */
    static JsonObject resumed() {
        return new JsonObject().put("type", "resumed");
    }

    /** This matchmaker stops: the page resumes its session by another socket, and then closes this one. */
    static JsonObject moveSocket() {
        return new JsonObject().put("type", "moveSocket");
    }

    static JsonObject subscribeFailed(String message) {
        return new JsonObject().put("type", "subscribeFailed").put("message", message);
    }

    private static JsonObject matchmaker(boolean queued, String detail) {
        return new JsonObject()
                .put("type", "matchmaker")
                .put("queued", queued)
                .put("matched", !queued)
                .put("detail", detail);
    }
}

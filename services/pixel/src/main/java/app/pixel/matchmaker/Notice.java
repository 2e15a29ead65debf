// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import io.vertx.core.json.JsonObject;
import java.util.OptionalInt;

/**
 * What the matchmaker itself tells a page.
 *
 * <p>Only whoever really has to wait hears any of this: strict pages fail on messages that Epic's server would not send,
 * and a visitor who gets a streamer at once has no use for news of a queue. Nobody is told where a streamer is.
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

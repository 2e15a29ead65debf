// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.web.SessionEnd;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A signalling server did not give a session back.
 *
 * @param isFinal whether the session is over, rather than its server out of reach
 * @param placeKept whether the streamer, and not the player, ended the session
 */
record ResumeRefusal(boolean isFinal, boolean placeKept) {

    /** Gone, of another owner, and a server that knows no sessions. */
    private static final Set<Integer> FINAL = Set.of(410, 403, 404);

    static ResumeRefusal of(Throwable failure) {
        if (!(failure instanceof UpgradeRejectedException rejected) || !FINAL.contains(rejected.getStatus())) {
            return new ResumeRefusal(false, false);
        }
        @Nullable Buffer body = rejected.getBody();
        String word = body == null ? "" : body.toString(StandardCharsets.UTF_8).strip();
        return new ResumeRefusal(
                true, SessionEnd.of(word).map(SessionEnds::playerKeepsPlace).orElse(false));
    }
}

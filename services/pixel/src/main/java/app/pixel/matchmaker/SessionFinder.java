// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.lobby.Lobby;
import app.pixel.matchmaker.lobby.StreamerReport;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;

/**
 * Finds the streamer of a session. A matchmaker that has just started learns of sessions by reports, so it looks again
 * for a while.
 */
final class SessionFinder {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int MOST_LOOKS = 50;

    private final Vertx vertx;
    private final Lobby lobby;

    SessionFinder(Vertx vertx, Lobby lobby) {
        this.vertx = vertx;
        this.lobby = lobby;
    }

    /** The streamer's last report; empty when no streamer of that session appears. */
    Future<Optional<StreamerReport>> streamerOf(String session) {
        Promise<Optional<StreamerReport>> found = Promise.promise();
        look(session, 1, found);
        return found.future();
    }

    private void look(String session, int looks, Promise<Optional<StreamerReport>> found) {
        Optional<StreamerReport> streamer = lobby.state().streamerOf(session);
        if (streamer.isPresent() || looks > MOST_LOOKS) {
            found.complete(streamer);
        } else {
            vertx.setTimer(PAUSE.toMillis(), timer -> look(session, looks + 1, found));
        }
    }
}

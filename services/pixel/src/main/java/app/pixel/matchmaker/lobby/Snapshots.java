// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots of the lobby, from time to time. They are encoded and decoded off the event loop, since thousands of
 * tickets would stall it.
 */
final class Snapshots {

    private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

    private final Vertx vertx;
    private final LobbyLog entries;
    private final long every;
    private long lastTime;
    private boolean underWay;

    Snapshots(Vertx vertx, LobbyLog entries, Duration every) {
        this.vertx = vertx;
        this.entries = entries;
        this.every = every.toMillis();
    }

    /** The state that a snapshot describes; an empty one without a snapshot. */
    Future<LobbyState> read(@Nullable String snapshot, Duration lease) {
        return snapshot == null
                ? Future.succeededFuture(new LobbyState(lease))
                : vertx.executeBlocking(() -> new LobbyState(lease, LobbyJson.snapshot(new JsonObject(snapshot))));
    }

    /**
     * Reports whether an entry is the first of its span of time, to be called for each entry. Every replica sees the
     * same entries, so the writer of that entry alone takes the snapshot.
     */
    boolean isDue(LobbyStore.Entry entry) {
        boolean first = lastTime > 0 && entry.time() / every != lastTime / every;
        lastTime = entry.time();
        return first;
    }

    /** @param state the state that the entry made; it is copied at once and encoded later */
    void take(LobbyStore.Entry entry, LobbyState state) {
        if (underWay || !entries.isCaughtUp()) {
            return;
        }
        underWay = true;
        LobbySnapshot copy = state.snapshot();
        vertx.executeBlocking(() -> LobbyJson.of(copy).encode())
                .onFailure(failure -> log.atError().setCause(failure).log("the lobby could not be encoded"))
                .compose(encoded -> entries.snapshot(entry, encoded))
                .onComplete(taken -> underWay = false);
    }
}

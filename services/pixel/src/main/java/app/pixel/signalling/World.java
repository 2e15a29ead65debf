// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.Backoff;
import app.pixel.web.Failures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The application's world, which one visitor after another plays in. It is clean at the start of the server. It is not
 * clean from the moment the last visitor leaves until {@link AfterSession} is done. An attempt that fails is made again
 * without end, since an unclean world must not be offered.
 */
final class World {

    private static final Logger log = LoggerFactory.getLogger(World.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    private final Vertx vertx;
    private final AfterSession afterSession;
    private final UnrealControl control;
    private final Runnable cleaned;
    private boolean clean = true;
    private boolean restartRequested;

    /** Tells an attempt whether a later visitor has left since. */
    private int departures;

    /** @param cleaned runs each time the world has become clean again */
    World(Vertx vertx, AfterSession afterSession, UnrealControl control, Runnable cleaned) {
        this.vertx = vertx;
        this.afterSession = afterSession;
        this.control = control;
        this.cleaned = cleaned;
    }

    boolean isClean() {
        return clean;
    }

    /** The last visitor left. Afterwards the world is clean only where nothing is to be done. */
    void left() {
        if (!(afterSession instanceof AfterSession.Keep)) {
            clean = false;
            restartRequested = false;
            departures++;
            attempt(departures, 1);
        }
    }

    /** A streamer came. After a restart was requested and begun, it is the new application. */
    void streamerConnected() {
        if (restartRequested && afterSession instanceof AfterSession.Restart(var file)) {
            int departure = departures;
            vertx.fileSystem().exists(file.toString()).onSuccess(isPending -> {
                if (!isPending) {
                    cleaned(departure);
                }
            });
        }
    }

    private void attempt(int departure, int number) {
        Future<Void> attempt = switch (afterSession) {
            case AfterSession.Keep _ -> Future.succeededFuture();
            case AfterSession.Action(String action) -> control.perform(action).onSuccess(done -> cleaned(departure));
            case AfterSession.Restart(var file) ->
                vertx.fileSystem()
                        .writeFile(file.toString(), Buffer.buffer())
                        .onSuccess(written -> restartRequested = true);
        };
        attempt.onFailure(failure -> {
            if (departure == departures) {
                retry(departure, number, failure);
            }
        });
    }

    private void retry(int departure, int failures, Throwable failure) {
        log.atWarn()
                .addKeyValue("attempt", failures)
                .addKeyValue("reason", Failures.rootCause(failure))
                .log("the world is not clean, so the streamer is not offered");
        vertx.setTimer(BACKOFF.spread(failures).toMillis(), timer -> {
            if (departure == departures) {
                attempt(departure, failures + 1);
            }
        });
    }

    private void cleaned(int departure) {
        if (departure == departures && !clean) {
            clean = true;
            restartRequested = false;
            log.atInfo().log("the world is clean");
            cleaned.run();
        }
    }
}

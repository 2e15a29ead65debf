// SPDX-License-Identifier: Apache-2.0
package app.pixel;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs tests' clients: on JUnit's own thread a handler could be set after the event that it waits for. */
public final class EventLoop {

    private EventLoop() {}

    public static <T> Future<T> onEventLoop(Vertx vertx, Supplier<Future<T>> action) {
        return onEventLoop(vertx.getOrCreateContext(), action);
    }

    /** On the one that owns what the action touches. */
    public static <T> Future<T> onEventLoop(Context context, Supplier<Future<T>> action) {
        Promise<T> done = Promise.promise();
        context.runOnContext(turn -> action.get().onComplete(done));
        return done.future();
    }

    /** The result, for JUnit's own thread, which waits for at most ten seconds. */
    public static <T> T soon(Future<T> future) {
        try {
            return future.await(10, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import app.pixel.lab.process.Exit;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.ExitCode;

/** Runs one verticle until Ctrl-C, after which the process ends with 0, as it does when everything went well. */
final class Foreground {

    /** A control plane takes its time. */
    private static final long START_SECONDS = 300;

    private static final long STOP_SECONDS = 5;

    /** Everything is loaded at once here; a slow laptop is no reason to warn. */
    private static final long PATIENCE_SECONDS = 10;

    private Foreground() {}

    /** The exit code: of a start that failed, after one sentence; else the caller should just return. */
    static int run(VerticleBase verticle, Runnable whenReady) throws InterruptedException {
        Vertx vertx = patient();
        // Before the start, which may be interrupted too.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(vertx), "stop"));
        try {
            vertx.deployVerticle(verticle).await(START_SECONDS, TimeUnit.SECONDS);
            whenReady.run();
            return ExitCode.OK;
        } catch (Exception failure) {
            System.err.println("pixel: " + failure.getMessage());
            closed(vertx.close());
            return ExitCode.SOFTWARE;
        }
    }

    static Vertx patient() {
        return Vertx.vertx(new VertxOptions()
                .setMaxEventLoopExecuteTime(PATIENCE_SECONDS)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS)
                .setMaxWorkerExecuteTime(START_SECONDS)
                .setMaxWorkerExecuteTimeUnit(TimeUnit.SECONDS));
    }

    /** Undeploys everything, too. */
    private static void end(Vertx vertx) {
        closed(vertx.close());
        System.out.println();
        Exit.now(ExitCode.OK);
    }

    private static void closed(Future<Void> closing) {
        try {
            closing.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | RuntimeException late) {
            System.err.println("pixel: not everything stopped in time");
        }
    }
}

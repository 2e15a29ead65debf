// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Pings a peer at an interval, and reports once that it left {@value #MISSED_PINGS_ALLOWED} pings unanswered. */
final class Heartbeat {

    private static final int MISSED_PINGS_ALLOWED = 2;

    private final Vertx vertx;
    private final Runnable ping;
    private final Runnable dead;
    private final long timer;
    private int missedPings;

    Heartbeat(Vertx vertx, Duration interval, Runnable ping, Runnable dead) {
        this.vertx = vertx;
        this.ping = ping;
        this.dead = dead;
        timer = vertx.setPeriodic(interval.toMillis(), tick -> beat());
    }

    /** The peer gave a sign of life. */
    void alive() {
        missedPings = 0;
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void beat() {
        if (missedPings >= MISSED_PINGS_ALLOWED) {
            dead.run();
        } else {
            missedPings++;
            ping.run();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/** Reads the matchmaker's own gauge of the queue and reports each change. Confined to the event loop that starts it. */
final class QueueLength {

    private static final String GAUGE = "matchmaker_player_queue_count ";
    private static final long INTERVAL_MILLIS = 500;

    private final Vertx vertx;
    private final HttpClient client;
    private final IntSupplier operationsPort;
    private final IntConsumer onChange;
    private int waiting;

    QueueLength(Vertx vertx, IntSupplier operationsPort, IntConsumer onChange) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient();
        this.operationsPort = operationsPort;
        this.onChange = onChange;
    }

    void watch() {
        vertx.setPeriodic(INTERVAL_MILLIS, timer -> look());
    }

    /** A matchmaker that does not answer is starting again, and is asked again later. */
    private void look() {
        client.request(HttpMethod.GET, operationsPort.getAsInt(), Services.LOOPBACK, "/custom")
                .compose(request -> request.send())
                .compose(HttpClientResponse::body)
                .onSuccess(body -> body.toString()
                        .lines()
                        .filter(line -> line.startsWith(GAUGE))
                        .forEach(line -> changed((int) Double.parseDouble(line.substring(GAUGE.length())))));
    }

    private void changed(int now) {
        if (now != waiting) {
            waiting = now;
            onChange.accept(now);
        }
    }
}

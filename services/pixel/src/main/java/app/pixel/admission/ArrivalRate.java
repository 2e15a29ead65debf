// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * New sockets a second for each client, by a bucket that holds a burst of ten seconds.
 *
 * <p>Memory is bounded: of more than {@value #MOST_CLIENTS} clients, the one that came longest ago is forgotten, which
 * gives it a full bucket. State confined to one event loop.
 */
final class ArrivalRate {

    private static final int MOST_CLIENTS = 10_000;
    private static final int BURST_SECONDS = 10;
    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private record Bucket(double tokens, long nanos) {}

    private final double perSecond;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>();

    /** @param perSecond 0 for no limit */
    ArrivalRate(double perSecond) {
        this.perSecond = perSecond;
    }

    /** Takes a token of the client's bucket, if there is one. */
    boolean admits(String client, long nowNanos) {
        if (perSecond <= 0) {
            return true;
        }
        double capacity = perSecond * BURST_SECONDS;
        Bucket bucket = buckets.remove(client);
        double tokens = bucket == null
                ? capacity
                : Math.min(capacity, bucket.tokens() + (nowNanos - bucket.nanos()) / NANOS * perSecond);
        boolean admitted = tokens >= 1;
        buckets.put(client, new Bucket(admitted ? tokens - 1 : tokens, nowNanos));
        if (buckets.size() > MOST_CLIENTS) {
            buckets.remove(buckets.keySet().iterator().next());
        }
        return admitted;
    }
}

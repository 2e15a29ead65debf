// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import app.pixel.web.TokenBucket;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * New sockets a second for each client, by a {@link TokenBucket}.
 *
 * <p>Memory is bounded: of more than {@value #MOST_CLIENTS} clients, the one that came longest ago is forgotten, which
 * gives it a full bucket. State confined to one event loop.
 */
final class ArrivalRate {

    private static final int MOST_CLIENTS = 10_000;

    private final double perSecond;
    private final Map<String, TokenBucket> buckets = new LinkedHashMap<>();

    /** @param perSecond 0 for no limit */
    ArrivalRate(double perSecond) {
        this.perSecond = perSecond;
    }

    /** Takes a token of the client's bucket, if there is one. */
    boolean admits(String client, long nowNanos) {
        if (perSecond <= 0) {
            return true;
        }
        TokenBucket kept = buckets.remove(client);
        TokenBucket bucket = kept == null ? new TokenBucket(perSecond, nowNanos) : kept;
        buckets.put(client, bucket);
        if (buckets.size() > MOST_CLIENTS) {
            buckets.remove(buckets.keySet().iterator().next());
        }
        return bucket.take(1, nowNanos);
    }
}

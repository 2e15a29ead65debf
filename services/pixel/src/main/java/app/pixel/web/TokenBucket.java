// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import java.time.Duration;

/**
 * Tokens that come at a rate and are kept for a burst of {@value #BURST_SECONDS} seconds. The bucket is full at first.
 * State confined to one event loop.
 */
public final class TokenBucket {

    public static final int BURST_SECONDS = 10;

    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private final double perSecond;
    private double tokens;
    private long nanos;

    /**
     * Makes a full bucket.
     *
     * @param perSecond more than 0
     * @param nowNanos of {@link System#nanoTime}, as in {@link #take}
     */
    public TokenBucket(double perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.tokens = perSecond * BURST_SECONDS;
        this.nanos = nowNanos;
    }

    /** Takes so many tokens, or none when there are fewer. */
    public boolean take(double wanted, long nowNanos) {
        tokens = Math.min(perSecond * BURST_SECONDS, tokens + (nowNanos - nanos) / NANOS * perSecond);
        nanos = nowNanos;
        if (tokens < wanted) {
            return false;
        }
        tokens -= wanted;
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait after a failure before the next try: twice as long each time, up to a limit.
 *
 * @param first the pause after the first failure
 * @param longest the pause that is never exceeded
 */
public record Backoff(Duration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 30;

    public Backoff {
        if (!first.isPositive() || first.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "A back-off starts with a positive pause and ends with one at least as long, not %s and %s."
                            .formatted(first, longest));
        }
    }

    /**
     * The pause after this many failures in a row.
     *
     * @param failures at least 1
     */
    public Duration after(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    /**
     * A random pause from half of {@link #after} up to it. Many clients of one server come back at different times, so
     * that they do not storm it.
     */
    public Duration spread(int failures) {
        long most = after(failures).toMillis();
        return Duration.ofMillis(most - ThreadLocalRandom.current().nextLong(Math.max(1, most / 2)));
    }
}

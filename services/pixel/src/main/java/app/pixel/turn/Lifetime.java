// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long credentials hold: {@code usual}, unless the caller asks for another time; who asks for more than
 * {@code longest} gets that.
 *
 * <p>A player uses its credentials within seconds. A streamer gets its ICE servers once, and makes an allocation for
 * every player that comes while its socket is open, so signalling asks for longer ones on its behalf.
 */
record Lifetime(Duration usual, Duration longest) {

    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    Lifetime {
        if (usual.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("--ttl is at least 30s: a browser needs that long to use it.");
        }
        if (longest.compareTo(usual) < 0) {
            throw new IllegalArgumentException("--max-ttl is at least as long as --ttl.");
        }
    }

    /** What a {@code ttl} parameter asks for, in seconds; nothing if it makes no sense. */
    Optional<Duration> asked(@Nullable String seconds) {
        if (seconds == null) {
            return Optional.of(usual);
        }
        return Optional.of(seconds)
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .filter(asked -> asked.compareTo(SHORTEST) >= 0)
                .map(asked -> asked.compareTo(longest) <= 0 ? asked : longest);
    }
}

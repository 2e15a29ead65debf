// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The time for which credentials hold: {@code usual}, or the time that the caller asks for, up to {@code longest}.
 *
 * <p>A player uses its credentials within seconds. A streamer gets its ICE servers once, and makes an allocation for
 * every player that comes while its socket is open. Signalling therefore asks for longer ones on its behalf.
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

    /** The time that a {@code ttl} parameter, in seconds, is granted; nothing if it makes no sense. */
    Optional<Duration> granted(@Nullable String seconds) {
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

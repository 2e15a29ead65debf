// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them on a command line: {@code 250ms}, {@code 30s}, {@code 10m}, {@code 24h}. */
public final class DurationConverter implements ITypeConverter<Duration> {

    private static final Pattern SPELLING = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    @Override
    public Duration convert(String text) {
        Matcher spelled = SPELLING.matcher(text);
        if (!spelled.matches()) {
            throw new TypeConversionException("'" + text + "' is not a duration such as 250ms, 30s, 10m or 24h");
        }
        long amount = Long.parseLong(spelled.group(1));
        return switch (spelled.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}

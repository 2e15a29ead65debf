// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Durations as people write them on a command line: {@code 250ms}, {@code 30s}, {@code 10m}, {@code 24h}.
 *
 * <p>A bare number is read as seconds, with a warning, until the next release: some flags took seconds before.
 */
public final class DurationConverter implements ITypeConverter<Duration> {

    private static final Logger log = LoggerFactory.getLogger(DurationConverter.class);

    private static final Pattern SPELLING = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Pattern BARE_SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,3})?");

    @Override
    public Duration convert(String text) {
        Matcher spelled = SPELLING.matcher(text);
        if (spelled.matches()) {
            return duration(Long.parseLong(spelled.group(1)), spelled.group(2));
        }
        if (BARE_SECONDS.matcher(text).matches()) {
            log.atWarn().addKeyValue("value", text).log("a duration without a unit: this release reads it as seconds");
            return Duration.ofMillis(new BigDecimal(text).movePointRight(3).longValueExact());
        }
        throw new TypeConversionException("'" + text + "' is not a duration such as 250ms, 30s, 10m or 24h");
    }

    private static Duration duration(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}

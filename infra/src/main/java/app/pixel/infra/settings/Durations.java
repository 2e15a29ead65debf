// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.settings;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a span of time is written in a stack's file: a whole number and one unit, such as {@code 90s} or {@code 1d}. */
final class Durations {

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})([smhd])");

    private Durations() {}

    static Optional<Duration> parse(String text) {
        return Optional.of(FORM.matcher(text))
                .filter(form -> form.matches())
                .map(form -> Duration.ofSeconds(
                        Long.parseLong(form.group(1)) * secondsIn(form.group(2).charAt(0))));
    }

    /** In the longest unit that leaves a whole number. */
    static String written(Duration span) {
        for (char unit : new char[] {'d', 'h', 'm'}) {
            if (!span.isZero() && span.toSeconds() % secondsIn(unit) == 0) {
                return span.toSeconds() / secondsIn(unit) + "" + unit;
            }
        }
        return span.toSeconds() + "s";
    }

    private static long secondsIn(char unit) {
        return switch (unit) {
            case 'd' -> 86_400;
            case 'h' -> 3_600;
            case 'm' -> 60;
            default -> 1;
        };
    }
}

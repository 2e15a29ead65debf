// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {

    @ParameterizedTest
    @CsvSource({"250ms, PT0.25S", "30s, PT30S", "10m, PT10M", "24h, PT24H", "0s, PT0S", "999999999h, PT999999999H"})
    void a_duration_is_a_number_with_a_unit(String text, Duration duration) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({"15, PT15S", "0.2, PT0.2S", "3600, PT1H"})
    void a_bare_number_is_read_as_seconds_for_one_release(String text, Duration duration) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".5",
                "1.",
                "0.0001",
                "1e3",
                "m",
                "-1s",
                "1.5h",
                "10 m",
                "10M",
                "1d",
                "PT10M",
                "9999999999s",
                "١s"
            })
    void anything_else_is_refused_with_examples(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("10m");
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void too_few_matches_tell_nothing() {
        assertThat(new Pace(List.of(1_000L, 2_000L)).millisFor(1, 2_000)).isEmpty();
    }

    @Test
    void a_steady_pace_goes_on() {
        assertThat(steps(10, 6_000).millisFor(7, 54_000)).isEqualTo(OptionalLong.of(42_000));
    }

    @Test
    void a_wait_grows_while_no_ticket_is_matched() {
        Pace pace = steps(10, 100);
        assertThat(pace.millisFor(50, 900).orElseThrow()).isEqualTo(5_000);
        assertThat(pace.millisFor(50, 600_000).orElseThrow()).isEqualTo(3_000_000);
    }

    @Test
    void old_matches_are_forgotten() {
        Pace pace = steps(1_000, 60_000);
        LongStream.range(0, 40).forEach(second -> pace.matched(100_000_000 + 1_000 * second));
        assertThat(pace.millisFor(1, 100_039_000)).isEqualTo(OptionalLong.of(1_000));
    }

    @Test
    void few_matches_are_kept() {
        assertThat(steps(1_000, 1).matches()).hasSize(40);
    }

    private static Pace steps(int count, long apart) {
        return new Pace(LongStream.range(Math.max(0, count - 40), count)
                .mapToObj(step -> step * apart)
                .toList());
    }
}

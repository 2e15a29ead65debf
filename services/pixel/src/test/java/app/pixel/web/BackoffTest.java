// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5));

    @Test
    void each_pause_is_twice_the_one_before() {
        assertThat(BACKOFF.after(1)).isEqualTo(Duration.ofMillis(500));
        assertThat(BACKOFF.after(2)).isEqualTo(Duration.ofSeconds(1));
        assertThat(BACKOFF.after(4)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void no_pause_exceeds_the_longest() {
        assertThat(BACKOFF.after(5)).isEqualTo(Duration.ofSeconds(5));
        assertThat(BACKOFF.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(5));
    }

    @RepeatedTest(50)
    void a_spread_pause_is_at_least_half_of_the_whole() {
        assertThat(BACKOFF.spread(3)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void a_pause_of_one_millisecond_can_be_spread() {
        Duration shortest = Duration.ofMillis(1);
        assertThat(new Backoff(shortest, shortest).spread(1)).isEqualTo(shortest);
    }

    @Test
    void a_first_pause_above_the_longest_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessageContaining("at least as long");
    }

    @Test
    void a_first_pause_of_nothing_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloseStatusTest {

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1009, 1011, 1012, 1013, 3000, 4000, 4999})
    void a_code_that_a_close_frame_may_hold_can_be_sent(int code) {
        assertThat(CloseStatus.canBeSent(code)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 999, 1004, 1005, 1006, 1015, 5000, 70_000})
    void a_code_that_never_travels_cannot_be_sent(int code) {
        assertThat(CloseStatus.canBeSent(code)).isFalse();
    }

    @Test
    void a_short_reason_stays_as_it_is() {
        assertThat(CloseStatus.fitting("x".repeat(123))).isEqualTo("x".repeat(123));
    }

    @Test
    void a_long_reason_is_cut_between_two_characters() {
        String cut = CloseStatus.fitting("x".repeat(121) + "😀😀");
        assertThat(cut).isEqualTo("x".repeat(121));
        assertThat(CloseStatus.fitting("€".repeat(60)).getBytes(StandardCharsets.UTF_8))
                .hasSize(123);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionEndTest {

    @ParameterizedTest
    @EnumSource
    void every_end_is_known_by_its_word(SessionEnd end) {
        assertThat(SessionEnd.of(end.word())).contains(end);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "LEFT", "Left", " left", "leaseover", "forgotten"})
    void another_word_is_no_end(String word) {
        assertThat(SessionEnd.of(word)).isEmpty();
    }
}

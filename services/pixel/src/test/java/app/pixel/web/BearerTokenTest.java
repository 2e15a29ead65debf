// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokenTest {

    private static final String TOKEN = "a-token-of-some-length";

    private static boolean shows(String... headers) {
        return BearerToken.in(List.of(headers)).stream().anyMatch(shown -> shown.is(TOKEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER ", "bEaReR ", "Bearer   "})
    void the_scheme_is_read_in_any_case_with_spaces_behind_it(String before) {
        assertThat(shows(before + TOKEN)).isTrue();
        assertThat(shows(before + TOKEN + " ")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Bearer",
                "Bearer ",
                "Bearer  ",
                "Bearer" + TOKEN,
                "Bearer\t" + TOKEN,
                " Bearer " + TOKEN,
                "Basic " + TOKEN,
                "Bearer Bearer " + TOKEN,
                "Bearer " + TOKEN + ", Bearer " + TOKEN,
                "Bearer \"" + TOKEN + "\"",
                "Bearer token=" + TOKEN,
                "Bearer A-TOKEN-OF-SOME-LENGTH",
                "Bearer a-token-of-some-lengt",
                "Bearer a-token-of-some-lengthh",
                "Bearer a-token-of-some-length\0",
                "Bearer а-token-of-some-length",
                "ВEARER " + TOKEN,
                TOKEN
            })
    void anything_else_shows_no_such_token(String header) {
        assertThat(shows(header)).isFalse();
    }

    @Test
    void a_request_that_shows_two_or_none_shows_none() {
        assertThat(shows("Bearer " + TOKEN, "Bearer " + TOKEN)).isFalse();
        assertThat(shows("Bearer wrong", "Bearer " + TOKEN)).isFalse();
        assertThat(shows()).isFalse();
    }

    @Test
    void a_very_long_one_is_just_wrong() {
        assertThat(shows("Bearer " + TOKEN.repeat(10_000))).isFalse();
    }

    @Test
    void an_empty_expectation_is_met_by_no_token() {
        BearerToken shown = BearerToken.in(List.of("Bearer " + TOKEN)).orElseThrow();

        assertThat(shown.is(TOKEN.getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(shown.is(new byte[0])).isFalse();
    }
}

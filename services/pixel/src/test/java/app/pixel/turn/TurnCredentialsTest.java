// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TurnCredentialsTest {

    /** Each computed with {@code printf %s EXPIRY:CLIENT | openssl dgst -sha1 -hmac SECRET -binary | base64}. */
    @ParameterizedTest
    @CsvSource({
        "north, 1792754400, player-1, BU7pS85DA+JZZGNqEiwKHGE+n8g=",
        "logen, 1433895918, 506EBED6, QjykcGApu2RWGmxRCt8Sy8iCCIM=",
        "ключ-ключ-ключ, 4102444800, a~b@c.d_e, 5vk/nBXSo6TJueDkNdR6Uf7P0iw="
    })
    void the_credential_is_the_hmac_of_the_user_name(String secret, long expiry, String client, String credential) {
        TurnCredentials issued = TurnCredentials.issue(secret, client, Instant.ofEpochSecond(expiry));

        assertThat(issued.username()).isEqualTo(expiry + ":" + client);
        assertThat(issued.credential()).isEqualTo(credential);
    }

    @Test
    void a_part_of_a_second_does_not_show() {
        TurnCredentials issued = TurnCredentials.issue("secret", "p", Instant.ofEpochMilli(1_999));

        assertThat(issued.username()).isEqualTo("1:p");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1:2", "a b", "a\n", "\u0000", "ü", "a/b", "\"", "<b>", "a%20b"})
    void a_client_that_could_pass_for_something_else_is_refused(String client) {
        assertThatThrownBy(() -> TurnCredentials.issue("secret", client, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_client_is_bounded() {
        assertThat(TurnCredentials.isClient("x".repeat(128))).isTrue();
        assertThat(TurnCredentials.isClient("x".repeat(129))).isFalse();
    }

    @Test
    void the_credential_is_not_in_the_text_that_a_log_would_show() {
        TurnCredentials issued = TurnCredentials.issue("secret", "p", Instant.EPOCH);

        assertThat(issued.toString()).doesNotContain(issued.credential());
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.podproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hashes were made elsewhere: by the C library's crypt, openssl passwd -apr1, and openssl dgst -sha1. */
class HtpasswdTest {

    private static final String FILE = """
            # operators
            ada:$2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2
            bob:$apr1$8yF1LMwi$DfY6ama3EhEjZliWnClyt.

            cyd:{SHA}L55TUjtiq8FBorTWAZ0jy6g129A=
            """;

    @ParameterizedTest
    @ValueSource(strings = {"ada", "bob", "cyd"})
    void a_user_is_accepted_by_the_right_password_and_by_no_other(String user) {
        Htpasswd users = Htpasswd.parse(FILE);

        assertThat(users.accepts(user, "correct horse")).isTrue();
        assertThat(users.accepts(user, "correct horsf")).isFalse();
        assertThat(users.accepts(user, "")).isFalse();
        assertThat(users.accepts(user, "correct horse".repeat(100))).isFalse();
    }

    @Test
    void nobody_else_is_accepted() {
        Htpasswd users = Htpasswd.parse(FILE);

        assertThat(users.accepts("eve", "correct horse")).isFalse();
        assertThat(users.accepts("", "")).isFalse();
        assertThat(users.accepts("# operators", "correct horse")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nobody",
                "ada",
                ":$apr1$",
                "ada:",
                "ada:plain",
                "ada:rl.3StKT.4T8M",
                "ada:$1$abcdefgh$abc",
                "ada:$5$rounds=1000$x$y",
                "ada:$2y$31$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "ada:{SHA}short",
                "ada:$apr1$$"
            })
    void a_file_with_a_line_that_is_no_hash_is_refused_without_repeating_it(String content) {
        assertThatThrownBy(() -> Htpasswd.parse(content))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("users file")
                .hasMessageNotContaining("ada");
    }

    @Test
    void a_user_who_is_named_twice_is_refused() {
        assertThatThrownBy(() -> Htpasswd.parse(FILE + "bob:{SHA}L55TUjtiq8FBorTWAZ0jy6g129A=\n"))
                .hasMessageContaining("Line 6");
    }
}

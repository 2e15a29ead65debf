// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.pixel.Pixel;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The addresses of a lobby, and that no message repeats its password. */
class LobbyUrlTest {

    @ParameterizedTest
    @CsvSource({
        "redis://lobby, redis://lobby",
        "redis://:hunter2@lobby:6379, redis://lobby:6379",
        "rediss://me:hunter2@cache.example.com:6380/7, rediss://cache.example.com:6380/7",
        "redis://[::1]:6379/0, redis://[::1]:6379/0"
    })
    void a_url_is_told_without_its_password(String text, String told) {
        LobbyUrl url = new LobbyUrl(text);
        assertThat(url.toString()).isEqualTo(told);
        assertThat(url.hasPassword()).isEqualTo(text.contains("hunter2"));
        assertThat(url.isEncrypted()).isEqualTo(text.startsWith("rediss"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "valkey",
                "http://:hunter2@lobby",
                "redis:hunter2",
                "redis://:hunter2@lobby:port",
                "redis://:hunter2@lobby/zero",
                "redis://:hunter2 @lobby",
                "redis://:hunter2@",
                "redis://lobby?password=hunter2",
                "redis://lobby/0#hunter2"
            })
    void text_that_is_no_url_is_refused_without_being_repeated(String text) {
        assertThatThrownBy(() -> new LobbyUrl(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageStartingWith("--lobby is neither \"memory\" nor a URL")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void a_password_on_the_command_line_is_refused() {
        String url = "redis://:hunter2@lobby:6379";
        Map<String, String> secret = Map.of("PIXEL_SESSION_SECRET", "0123456789abcdef");
        assertThatThrownBy(
                        () -> Pixel.parse(secret, "matchmaker", "--lobby", url).service())
                .hasMessage("--lobby holds a secret here and is read from PIXEL_LOBBY only.");
        assertThat(Pixel.parse(secret, "matchmaker", "--lobby", "redis://lobby").service())
                .isNotNull();
    }

    @Test
    void a_password_is_read_from_the_environment() {
        String url = "redis://:hunter2@lobby:6379";
        assertThat(Pixel.parse(Map.of("PIXEL_LOBBY", url, "PIXEL_SESSION_SECRET", "0123456789abcdef"), "matchmaker")
                        .service())
                .isNotNull();
    }

    @Test
    void replicas_that_share_a_lobby_must_know_each_other_s_visitors() {
        assertThatThrownBy(() -> Pixel.parse(Map.of("PIXEL_LOBBY", "redis://lobby"), "matchmaker")
                        .service())
                .hasMessageContaining("--session-secret-file or PIXEL_SESSION_SECRET");
    }
}

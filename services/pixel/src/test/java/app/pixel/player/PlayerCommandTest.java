// SPDX-License-Identifier: Apache-2.0
package app.pixel.player;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import app.pixel.Pixel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlayerCommandTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "www.example.com",
                "https://www.example.com/page",
                "https://www.example.com?x",
                "https://me@www.example.com",
                "ftp://www.example.com",
                "https://",
                "https://a b",
                "https://www.example.com; script-src *",
            })
    void text_that_is_no_origin_is_refused_with_a_sentence(String origin) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pixel.parse(Map.of(), "player", "--embed-origins", origin)
                        .service())
                .withMessageContaining("--embed-origins takes origins such as")
                .withMessageContaining(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "wss://a.example", "a.example/x", "a.example:x", "*.*.example", "a example", "'self'", "-a"
            })
    void text_that_is_no_host_is_refused_with_a_sentence(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Pixel.parse(Map.of(), "player", "--ws-hosts", host).service())
                .withMessageContaining("--ws-hosts takes hosts such as");
    }

    @ParameterizedTest
    @ValueSource(strings = {"game", "/game?x", "/ga me", "//game", "/game#x"})
    void text_that_is_no_path_is_refused_with_a_sentence(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Pixel.parse(Map.of(), "player", "--path-prefix", path).service())
                .withMessageContaining("--path-prefix is a path such as /game");
    }

    @Test
    void a_slash_at_the_end_of_the_prefix_means_nothing() {
        assertThat(new PathPrefix("/game/")).isEqualTo(new PathPrefix("/game"));
        assertThat(new PathPrefix("/").path()).isEmpty();
    }

    @Test
    void the_page_may_reach_hosts_below_its_own_name_but_not_below_a_number() {
        PagePolicy policy = new PagePolicy("x", List.of(), List.of());
        assertThat(policy.contentSecurityPolicy("play.example.com"))
                .contains("connect-src 'self' wss://play.example.com:* ws://play.example.com:*"
                        + " wss://*.play.example.com:*");
        assertThat(policy.contentSecurityPolicy("10.0.0.1")).doesNotContain("*.10.0.0.1");
        assertThat(policy.contentSecurityPolicy("evil.example;script-src")).contains("connect-src 'self';");
    }
}

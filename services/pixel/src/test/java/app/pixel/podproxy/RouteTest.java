// SPDX-License-Identifier: Apache-2.0
package app.pixel.podproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.pixel.Mutations;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {

    private static final List<AllowedPods> ALLOWED = Stream.of(
                    "10.244.0.0/16:8111", "10.244.0.0/16:8112", "fd00:10::/64:8111", "127.0.0.1/32:8111")
            .map(AllowedPods::parse)
            .toList();

    @ParameterizedTest
    @CsvSource({
        "/proxy/10.244.3.7:8111/status, 10.244.3.7, 8111, /status",
        "/proxy/10.244.3.7:8112/a/b.c?d=e/../f&g=%2f, 10.244.3.7, 8112, /a/b.c?d=e/../f&g=%2f",
        "/proxy/10.244.255.255:8111/, 10.244.255.255, 8111, /",
        "/proxy/10.244.0.0:8111, 10.244.0.0, 8111, /",
        "/proxy/10.244.0.1:8111?x, 10.244.0.1, 8111, /?x",
        "/proxy/10.244.0.1:8111//twice, 10.244.0.1, 8111, //twice",
        "/proxy/10.244.0.1:8111/a%20b/...;c/..d, 10.244.0.1, 8111, /a%20b/...;c/..d",
        "/proxy/[fd00:10::7]:8111/status, fd00:10:0:0:0:0:0:7, 8111, /status"
    })
    void a_pod_that_may_be_reached_gets_the_target_as_it_came(String uri, String host, int port, String target) {
        assertThat(Route.of(uri, "/proxy", ALLOWED)).isInstanceOfSatisfying(Route.ToPod.class, route -> {
            assertThat(route.pod().host()).isEqualTo(host);
            assertThat(route.pod().port()).isEqualTo(port);
            assertThat(route.target()).isEqualTo(target);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.244.3.7:8113",
                "10.244.3.7:80",
                "10.245.0.1:8111",
                "10.243.255.255:8111",
                "169.254.169.254:8111",
                "127.0.0.2:8111",
                "0.0.0.0:8111",
                "8.8.8.8:8111",
                "[fd00:10:0:1::7]:8111",
                "[::1]:8111",
                "[::]:8111",
                "[fe80::1]:8111"
            })
    void any_other_address_or_port_is_forbidden(String address) {
        assertThat(statusOf("/proxy/" + address + "/status")).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.244.3.7",
                "10.244.3.7:",
                ":8111",
                "10.244.3.7:0",
                "10.244.3.7:08111",
                "10.244.3.7:+8111",
                "10.244.3.7:65536",
                "10.244.3.7:8111:8111",
                "10.244.3.7:8111 ",
                "10.244.3:8111",
                "10.244.3.7.:8111",
                "10.244.3.07:8111",
                "012.0364.03.07:8111",
                "0x0a.0xf4.3.7:8111",
                "0x0af40307:8111",
                "183763719:8111",
                "10.244.775:8111",
                "10.244.3.256:8111",
                "10.244.3.7.1:8111",
                "user@10.244.3.7:8111",
                "10.244.3.7:8111@169.254.169.254:8111",
                "user:10.244.3.7:8111",
                "10.244.3.7:8111#@evil.example:80",
                "10.244.3.7%3a8111",
                "%31%30.244.3.7:8111",
                "10.244.3.7%2e:8111",
                "localhost:8111",
                "kubernetes.default.svc:8111",
                "10.244.3.7.nip.io:8111",
                "[::ffff:10.244.3.7]:8111",
                "[::ffff:0af4:0307]:8111",
                "[fd00:10::7%25eth0]:8111",
                "[fd00:10::7]",
                "fd00:10::7:8111",
                "[10.244.3.7]:8111",
                "[fd00:10:::7]:8111",
                "[1:2:3:4:5:6:7:8:9]:8111",
                "１０.244.3.7:8111",
                "10。244。3。7:8111",
                "10.244.3.7\\:8111",
                "http:",
                "\t10.244.3.7:8111"
            })
    void an_address_in_any_other_spelling_is_no_address(String address) {
        assertThat(statusOf("/proxy/" + address + "/status")).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret", "/a/..", "/.", "/a/./b", "/%2e%2e/secret", "/.%2E/x", "/a%2fb", "/a%2F..%2Fb", "/a%5cb",
                "/a\\b", "/..;/x", "/a b", "/a\tb", "/a%00b", "/ü", "/a%", "/a%zz", "/a%2"
            })
    void a_path_that_two_servers_could_read_differently_is_refused(String path) {
        assertThat(statusOf("/proxy/10.244.3.7:8111" + path)).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/proxy",
                "/proxyx/10.244.3.7:8111/",
                "/PROXY/10.244.3.7:8111/",
                "//proxy/10.244.3.7:8111/",
                "http://10.244.3.7:8111/proxy/",
                "*",
                "/x/../proxy/10.244.3.7:8111/",
                "10.244.3.7:8111"
            })
    void a_path_outside_the_prefix_is_not_here(String uri) {
        assertThat(statusOf(uri)).isEqualTo(404);
    }

    @Test
    void the_prefix_can_be_another() {
        assertThat(Route.of("/game/pods/10.244.3.7:8111/x", "/game/pods", ALLOWED))
                .isInstanceOf(Route.ToPod.class);
        assertThat(Route.of("/proxy/10.244.3.7:8111/x", "/game/pods", ALLOWED)).isInstanceOf(Route.Nowhere.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.244.0.0/16",
                "10.244.0.0:8111",
                "10.244.0.0/33:8111",
                "10.244.0.1/16:8111",
                "0.0.0.0/0:8111",
                "10.0.0.0/7:8111",
                "169.254.0.0/16:80",
                "169.254.169.254/32:80",
                "224.0.0.0/8:8111",
                "0.0.0.0/8:8111",
                "fe80::/10:8111",
                "::/8:8111",
                "fd00::/129:8111",
                "pods.example/24:8111",
                "10.244.0.0/16:0",
                "10.244.0.0/16:70000",
                "010.244.0.0/16:8111",
                "10.244.0.0/16:8111 "
            })
    void a_malformed_range_of_pods_is_refused(String range) {
        assertThatThrownBy(() -> AllowedPods.parse(range)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int statusOf(String uri) {
        return Route.of(uri, "/proxy", ALLOWED) instanceof Route.Nowhere nowhere ? nowhere.status() : 200;
    }

    @Test
    void a_broken_target_leads_to_an_allowed_pod_or_nowhere() {
        List<String> seeds =
                List.of("/proxy/10.244.3.7:8111/a?b=c", "/proxy/[fd00::7]:8111/%20", "/proxy/10.244.3.7:8111");
        new Mutations(1, seeds).each(uri -> {
            if (Route.of(uri, "/proxy", ALLOWED) instanceof Route.ToPod(PodAddress pod, String target)) {
                assertThat(ALLOWED).anyMatch(pods -> pods.allows(pod));
                assertThat(target).startsWith("/");
            }
        });
    }
}

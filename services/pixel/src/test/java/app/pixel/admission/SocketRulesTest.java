// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decisions that need no network. */
class SocketRulesTest {

    private static final TrustedProxies PROXIES = TrustedProxies.parse(List.of("10.0.0.0/8", "fd00::/8"));

    private static SocketRequest from(String peer, List<String> forwardedFor, Optional<String> origin) {
        return new SocketRequest(InetAddress.ofLiteral(peer), forwardedFor, "play.example.com", origin, List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "https://play.example.com, true",
        "HTTPS://PLAY.example.com, true",
        "https://play.example.com:8443, true",
        "https://www.example.com, true",
        "https://www.example.com:444, false",
        "http://www.example.com, false",
        "https://play.example.com.evil.example, false",
        "https://evil.example, false",
        "https://evil.example/play.example.com, false",
        "https://play.example.com@evil.example, false",
        "null, false",
        "file://play.example.com, false",
        "'', false",
        "'://', false",
        "'https://play.example.com https://evil.example', false",
    })
    void an_origin_is_the_own_host_or_a_listed_one(String origin, boolean allowed) {
        OriginPolicy policy = new OriginPolicy(List.of("https://www.example.com"), true);

        assertThat(policy.allows(from("192.0.2.1", List.of(), Optional.of(origin))))
                .isEqualTo(allowed);
    }

    @Test
    void a_native_client_connects_where_the_setting_says_so() {
        SocketRequest request = from("192.0.2.1", List.of(), Optional.empty());

        assertThat(new OriginPolicy(List.of(), true).allows(request)).isTrue();
        assertThat(new OriginPolicy(List.of(), false).allows(request)).isFalse();
    }

    @Test
    void a_star_allows_every_origin() {
        assertThat(new OriginPolicy(List.of("*"), true)
                        .allows(from("192.0.2.1", List.of(), Optional.of("https://evil.example"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"www.example.com", "https://", "https://www.example.com/", "https://www.example.com/a", "ftp://a"
            })
    void a_malformed_allowed_origin_is_refused_by_name(String origin) {
        assertThatThrownBy(() -> new OriginPolicy(List.of(origin), true)).hasMessageContaining("--allowed-origins");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 198.51.100.7, 192.0.2.1",
        "10.1.1.1, 198.51.100.7, 198.51.100.7",
        "10.1.1.1, '203.0.113.9,198.51.100.7', 198.51.100.7",
        "10.1.1.1, '203.0.113.9,198.51.100.7,10.2.2.2', 198.51.100.7",
        "10.1.1.1, '10.2.2.2', 10.2.2.2",
        "10.1.1.1, 'unknown', 10.1.1.1",
        "10.1.1.1, '198.51.100.7,0177.0.0.1', 10.1.1.1",
        "10.1.1.1, '', 10.1.1.1",
        "10.1.1.1, '2001:db8::7', 2001:db8:0:0:0:0:0:7",
        "fd00::1, '198.51.100.7', 198.51.100.7",
    })
    void the_client_is_the_last_address_that_no_proxy_has(String peer, String forwardedFor, String client) {
        List<String> entries = forwardedFor.isEmpty() ? List.of() : List.of(forwardedFor.split(",", -1));

        assertThat(PROXIES.clientOf(from(peer, entries, Optional.empty())).getHostAddress())
                .isEqualTo(client);
    }

    @Test
    void ipv6_addresses_of_one_site_share_a_budget() {
        assertThat(TrustedProxies.budgetKey(InetAddress.ofLiteral("2001:db8:1:2::7")))
                .isEqualTo(TrustedProxies.budgetKey(InetAddress.ofLiteral("2001:db8:1:2:ffff::1")))
                .isNotEqualTo(TrustedProxies.budgetKey(InetAddress.ofLiteral("2001:db8:1:3::7")));
        assertThat(TrustedProxies.budgetKey(InetAddress.ofLiteral("192.0.2.1")))
                .isNotEqualTo(TrustedProxies.budgetKey(InetAddress.ofLiteral("192.0.2.2")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0", "10.0.0.0/33", "10.0.0.1/8", "ten/8", "10.0.0.0/", "fd00::/129", "10.0.0.0/8/8"})
    void a_malformed_range_of_proxies_is_refused(String range) {
        assertThatThrownBy(() -> TrustedProxies.parse(List.of(range))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_burst_is_admitted_before_the_rate_holds() {
        ArrivalRate rate = new ArrivalRate(2);
        int admitted = 0;
        for (int socket = 0; socket < 100; socket++) {
            admitted += rate.admits("a", 0) ? 1 : 0;
        }

        assertThat(admitted).isEqualTo(20);
        assertThat(rate.admits("b", 0)).isTrue();
        assertThat(rate.admits("a", Duration.ofMillis(500).toNanos())).isTrue();
        assertThat(rate.admits("a", Duration.ofMillis(501).toNanos())).isFalse();
    }

    @Test
    void an_address_has_room_again_once_a_socket_ends() {
        AddressBudgets budgets = new AddressBudgets(2);
        Lease one = budgets.take("x");
        budgets.take("x");

        assertThat(budgets.hasRoomFor("x")).isFalse();
        assertThat(budgets.hasRoomFor("y")).isTrue();
        one.end();
        one.end();
        assertThat(budgets.hasRoomFor("x")).isTrue();
    }

    @Test
    void budgets_keep_nothing_of_sockets_that_ended() {
        AddressBudgets budgets = new AddressBudgets(2);
        for (int visitor = 0; visitor < 1_000; visitor++) {
            budgets.take("address " + visitor).end();
        }

        assertThat(budgets.size()).isZero();
    }
}

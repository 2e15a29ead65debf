// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.Mutations;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every parser of a request's fields meets thousands of broken ones, and none of those lets a stranger in. */
class AdmissionParsersTest {

    @Test
    void a_valid_token_has_what_was_signed() {
        // The last sign of a signature has bits that mean nothing.
        try (LocalIssuer issuer = new LocalIssuer()) {
            TokenVerifier verifier = new TokenVerifier(
                    new TokenSettings(
                            issuer.issuer(),
                            LocalIssuer.AUDIENCE,
                            Optional.of(issuer.keysUrl()),
                            Set.of("RS256"),
                            Map.of(),
                            Duration.ofSeconds(30)),
                    Duration.ofSeconds(30));
            String token = issuer.token();
            String signed = token.substring(0, token.lastIndexOf('.'));
            new Mutations(1, List.of(token)).each(text -> {
                if (verifier.verify(List.of(text)) instanceof TokenVerifier.Outcome.Valid) {
                    assertThat(text).startsWith(signed + ".").hasSameSizeAs(token);
                }
            });
        }
    }

    @Test
    void an_origin_is_judged_without_an_exception() {
        OriginPolicy policy = new OriginPolicy(List.of("https://www.example.com"), true);
        List<String> seeds =
                List.of("https://evil.example", "https://play.example.co", "null", "http://[2001:db8::1]:1");
        new Mutations(2, seeds).each(origin -> {
            boolean allowed = policy.allows(from(List.of(), Optional.of(origin)));
            assertThat(allowed && !origin.toLowerCase(java.util.Locale.ROOT).contains("example.com"))
                    .as(origin)
                    .isFalse();
        });
    }

    @Test
    void a_list_of_forwarding_proxies_names_some_client() {
        TrustedProxies proxies = TrustedProxies.parse(List.of("10.0.0.0/8"));
        List<String> seeds = List.of("198.51.100.7", "203.0.113.9,198.51.100.7", "10.2.2.2", "2001:db8::7,10.1.1.1");
        new Mutations(3, seeds)
                .each(entries -> assertThat(
                                proxies.clientOf(from(Arrays.asList(entries.split(",", -1)), Optional.empty())))
                        .isNotNull());
    }

    private static SocketRequest from(List<String> forwardedFor, Optional<String> origin) {
        return new SocketRequest(
                InetAddress.ofLiteral("10.1.1.1"), forwardedFor, "play.example.com", origin, List.of());
    }
}

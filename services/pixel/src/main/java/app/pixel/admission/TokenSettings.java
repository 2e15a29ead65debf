// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import com.nimbusds.jose.JWSAlgorithm;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tokens that are valid here.
 *
 * @param keys the issuer's JWKS; found by OpenID Connect discovery when it is not given
 * @param algorithms signatures by a private key only: with a shared key every verifier could issue tokens
 * @param claims claims that a token must have, each with the value that it must have, or empty for any value
 * @param skew the difference between the issuer's clock and ours that is forgiven
 */
record TokenSettings(
        String issuer,
        String audience,
        Optional<URI> keys,
        Set<String> algorithms,
        Map<String, String> claims,
        Duration skew) {

    private static final Duration MOST_SKEW = Duration.ofMinutes(5);
    private static final Set<String> KNOWN = JWSAlgorithm.Family.SIGNATURE.stream()
            .filter(algorithm -> !JWSAlgorithm.Family.ED.contains(algorithm))
            .map(JWSAlgorithm::getName)
            .collect(Collectors.toUnmodifiableSet());

    TokenSettings {
        algorithms = Set.copyOf(algorithms);
        claims = Map.copyOf(claims);
        requireHttp("--jwt-issuer", URI.create(issuer));
        keys.ifPresent(url -> requireHttp("--jwks-url", url));
        if (audience.isBlank()) {
            throw new IllegalArgumentException("--jwt-audience must not be empty.");
        }
        if (algorithms.isEmpty() || !KNOWN.containsAll(algorithms)) {
            throw new IllegalArgumentException("--jwt-algorithms takes signature algorithms such as RS256 or ES256.");
        }
        if (skew.isNegative() || skew.compareTo(MOST_SKEW) > 0) {
            throw new IllegalArgumentException("--jwt-clock-skew is at most 5m.");
        }
    }

    /** Reads {@code NAME} or {@code NAME=VALUE}. */
    static Map<String, String> claims(List<String> spelled) {
        Map<String, String> claims = new LinkedHashMap<>();
        for (String claim : spelled) {
            String[] halves = claim.split("=", 2);
            if (halves[0].isBlank()) {
                throw new IllegalArgumentException("--jwt-claims takes NAME or NAME=VALUE, not '" + claim + "'.");
            }
            claims.put(halves[0], halves.length == 2 ? halves[1] : "");
        }
        return claims;
    }

    private static void requireHttp(String flag, URI url) {
        boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        if (!http || url.getHost() == null) {
            throw new IllegalArgumentException(flag + " must be an http or https URL with a host.");
        }
    }
}

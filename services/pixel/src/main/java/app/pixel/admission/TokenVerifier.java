// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Knows players by {@link SignedTokens}. {@link #verify} may block while it fetches the issuer's keys: it is for a
 * worker thread, and safe on several.
 */
final class TokenVerifier {

    /** The outcome for the tokens of one request. */
    sealed interface Outcome {

        record Valid(PlayerIdentity player) implements Outcome {}

        record Invalid(RefusalReason reason) implements Outcome {}
    }

    private final SignedTokens signed;

    /** @param pause the shortest time between two fetches of the issuer's keys */
    TokenVerifier(TokenSettings settings, Duration pause) {
        signed = new SignedTokens(
                settings.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet()),
                SigningKeys.of(settings, pause),
                claims(settings));
    }

    private static DefaultJWTClaimsVerifier<SecurityContext> claims(TokenSettings settings) {
        JWTClaimsSet.Builder exact = new JWTClaimsSet.Builder().issuer(settings.issuer());
        Set<String> required = new HashSet<>(Set.of("sub", "exp"));
        for (Map.Entry<String, String> claim : settings.claims().entrySet()) {
            if (claim.getValue().isEmpty()) {
                required.add(claim.getKey());
            } else {
                exact.claim(claim.getKey(), claim.getValue());
            }
        }
        DefaultJWTClaimsVerifier<SecurityContext> verifier =
                new DefaultJWTClaimsVerifier<>(settings.audience(), exact.build(), required);
        verifier.setMaxClockSkew((int) settings.skew().toSeconds());
        return verifier;
    }

    /** Verifies the only token of a request. Several different ones are refused: no rule says which one counts. */
    Outcome verify(List<String> tokens) {
        if (tokens.isEmpty()) {
            return new Outcome.Invalid(RefusalReason.TOKEN_MISSING);
        }
        if (tokens.size() > 1) {
            return new Outcome.Invalid(RefusalReason.TOKEN_INVALID);
        }
        return switch (signed.verify(tokens.getFirst())) {
            case SignedTokens.Outcome.Valid(JWTClaimsSet claims) -> player(claims);
            case SignedTokens.Outcome.Invalid(RefusalReason reason) -> new Outcome.Invalid(reason);
        };
    }

    private static Outcome player(JWTClaimsSet claims) {
        String subject = Objects.requireNonNullElse(claims.getSubject(), "");
        return subject.isEmpty()
                ? new Outcome.Invalid(RefusalReason.TOKEN_INVALID)
                : new Outcome.Valid(new PlayerIdentity(claims.getIssuer(), subject));
    }
}

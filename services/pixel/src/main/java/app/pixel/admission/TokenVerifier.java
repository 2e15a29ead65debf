// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies players' tokens (JWT, RFC 7519; signatures by JWS, RFC 7515). {@link #verify} may block while it fetches the
 * issuer's keys: it is for a worker thread, and safe on several.
 */
final class TokenVerifier {

    /** The outcome for the tokens of one request. */
    sealed interface Outcome {

        record Valid(PlayerIdentity player) implements Outcome {}

        record Invalid(RefusalReason reason) implements Outcome {}
    }

    private static final Logger log = LoggerFactory.getLogger(TokenVerifier.class);
    private static final int LONGEST_TOKEN = 8 * 1024;
    /** RFC 7519, 5.1, and RFC 9068, 2.1; a token need not name its type. */
    private static final Set<JOSEObjectType> TYPES =
            new HashSet<>(java.util.Arrays.asList(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** @param pause the shortest time between two fetches of the issuer's keys */
    TokenVerifier(TokenSettings settings, Duration pause) {
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(TYPES));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                settings.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet()),
                SigningKeys.of(settings, pause)));
        processor.setJWTClaimsSetVerifier(claims(settings));
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
        String token = tokens.getFirst();
        if (tokens.size() > 1 || token.length() > LONGEST_TOKEN) {
            return new Outcome.Invalid(RefusalReason.TOKEN_INVALID);
        }
        try {
            JWTClaimsSet claims = processor.process(token, null);
            String subject = Objects.requireNonNullElse(claims.getSubject(), "");
            return subject.isEmpty()
                    ? new Outcome.Invalid(RefusalReason.TOKEN_INVALID)
                    : new Outcome.Valid(new PlayerIdentity(claims.getIssuer(), subject));
        } catch (RateLimitReachedException unknownKey) {
            return new Outcome.Invalid(RefusalReason.TOKEN_INVALID);
        } catch (KeySourceException away) {
            log.atWarn().addKeyValue("reason", away.getMessage()).log("the issuer's keys cannot be fetched");
            return new Outcome.Invalid(RefusalReason.ISSUER_AWAY);
        } catch (BadJOSEException | JOSEException | ParseException invalid) {
            return new Outcome.Invalid(RefusalReason.TOKEN_INVALID);
        } catch (RuntimeException unreadable) {
            // The library throws some of these at hostile text, such as a header that is JSON's null.
            return new Outcome.Invalid(RefusalReason.TOKEN_INVALID);
        }
    }
}

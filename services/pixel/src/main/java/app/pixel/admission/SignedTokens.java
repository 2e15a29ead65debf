// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens of one issuer (JWT, RFC 7519; signatures by JWS, RFC 7515). {@link #verify} may block while it fetches the
 * issuer's keys: it is for a worker thread, and safe on several.
 */
final class SignedTokens {

    /** The outcome for one token. */
    sealed interface Outcome {

        record Valid(JWTClaimsSet claims) implements Outcome {}

        record Invalid(RefusalReason reason) implements Outcome {}
    }

    private static final Logger log = LoggerFactory.getLogger(SignedTokens.class);
    private static final int LONGEST_TOKEN = 8 * 1024;
    /** RFC 7515, 7.1; the library passes over every sign that is not base64url. */
    private static final Pattern COMPACT = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    /** RFC 7519, 5.1, and RFC 9068, 2.1; a token need not name its type. */
    private static final Set<JOSEObjectType> TYPES =
            new HashSet<>(Arrays.asList(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    SignedTokens(
            Set<JWSAlgorithm> algorithms,
            JWKSource<SecurityContext> keys,
            DefaultJWTClaimsVerifier<SecurityContext> claims) {
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(TYPES));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
        processor.setJWTClaimsSetVerifier(claims);
    }

    Outcome verify(String token) {
        if (token.length() > LONGEST_TOKEN || !COMPACT.matcher(token).matches()) {
            return new Outcome.Invalid(RefusalReason.TOKEN_INVALID);
        }
        try {
            return new Outcome.Valid(processor.process(token, null));
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

// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Names visitors, so that one who reconnects gets the place and the session back.
 *
 * <p>A token is a name and an HMAC-SHA256, so no place and no session can be taken by a name that is made up. Three
 * kinds share the key, and none of them is valid as another. Tokens and proofs are never logged.
 */
final class SessionTokens {

    private static final String HMAC = "HmacSHA256";
    private static final int SECRET_BYTES = 32;
    private static final int LONGEST_TOKEN = 200;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec key;

    SessionTokens(byte[] secret) {
        if (secret.length < 16) {
            throw new IllegalArgumentException(
                    "The session secret has %d bytes, fewer than 16.".formatted(secret.length));
        }
        key = new SecretKeySpec(secret, HMAC);
    }

    /** Tokens that end with this process. */
    static SessionTokens ofThisProcess() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return new SessionTokens(secret);
    }

    /** A visitor's token, for the cookie and for pages without cookies. */
    String tokenOf(String visitor) {
        return visitor + "." + hmac(visitor);
    }

    /** The visitor that a token names, if we made it. */
    Optional<String> visitorOf(@Nullable String token) {
        return nameIn(token).filter(visitor -> isSame(tokenOf(visitor), token));
    }

    /** The page's token to resume a session; valid for that session's visitor only. */
    String resumeTokenOf(String session, String visitor) {
        return session + "." + hmac("resume:" + session + ":" + visitor);
    }

    /** The session that a resume token names, if we made it for this visitor. */
    Optional<String> sessionOf(@Nullable String token, String visitor) {
        return nameIn(token).filter(session -> isSame(resumeTokenOf(session, visitor), token));
    }

    /** The proof by which a matchmaker, and no other client, attaches to a session of a signalling server. */
    String proofOf(String session) {
        return hmac("proof:" + session);
    }

    private static Optional<String> nameIn(@Nullable String token) {
        return token == null || token.length() > LONGEST_TOKEN || token.indexOf('.') < 1
                ? Optional.empty()
                : Optional.of(token.substring(0, token.indexOf('.')));
    }

    private static boolean isSame(String expected, @Nullable String shown) {
        return shown != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    private String hmac(String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return BASE64.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

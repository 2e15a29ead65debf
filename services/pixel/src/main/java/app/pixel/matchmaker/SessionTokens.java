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
 * Names visitors, so that one who reconnects gets the place back. A token is the visitor's random name and its
 * HMAC-SHA256, so nobody can take a place by guessing or making up a name.
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

    String tokenOf(String visitor) {
        return visitor + "." + BASE64.encodeToString(hmac(visitor));
    }

    /** The visitor that a token names, if we made it. */
    Optional<String> visitorOf(@Nullable String token) {
        if (token == null || token.length() > LONGEST_TOKEN || token.indexOf('.') < 1) {
            return Optional.empty();
        }
        String visitor = token.substring(0, token.indexOf('.'));
        boolean ours = MessageDigest.isEqual(
                tokenOf(visitor).getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
        return ours ? Optional.of(visitor) : Optional.empty();
    }

    private byte[] hmac(String visitor) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(visitor.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

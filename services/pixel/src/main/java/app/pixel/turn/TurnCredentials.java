// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The user name and password with which one client may use a relay until a moment, by coturn's REST scheme
 * ({@code use-auth-secret}).
 *
 * <p>The user name is {@code expiry:client}, the expiry in seconds of Unix time. The credential is the Base64 of its
 * HMAC-SHA1 under the secret that we share with coturn. The relay computes it again, so nothing has to be stored. It
 * counts its quota by the client. SHA-1 is coturn's choice; as a MAC it is still sound.
 */
record TurnCredentials(String username, String credential) {

    /** Also bounds the user name below the 513 bytes that STUN allows (RFC 8489, 14.3). */
    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9._~@-]{1,128}");

    static TurnCredentials issue(String secret, String client, Instant expiry) {
        if (!isClient(client)) {
            throw new IllegalArgumentException("A client is 1 to 128 letters, digits or any of . _ ~ @ -");
        }
        String username = expiry.getEpochSecond() + ":" + client;
        return new TurnCredentials(username, Base64.getEncoder().encodeToString(hmacSha1(secret, username)));
    }

    /** Without a colon, which ends the expiry. */
    static boolean isClient(String client) {
        return CLIENT.matcher(client).matches();
    }

    private static byte[] hmacSha1(String secret, String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has HmacSHA1.", impossible);
        }
    }

    /** Without the credential, in case this is logged. */
    @Override
    public String toString() {
        return "TurnCredentials[" + username + "]";
    }
}

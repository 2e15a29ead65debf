// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A player that a token names: the subject, which is unique at its issuer (RFC 7519, 4.1.2). */
public record PlayerIdentity(String issuer, String subject) {

    /** A name for logs: the same for the same player, and no way back to the subject without a list of subjects. */
    public String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((issuer + "\n" + subject).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
        }
    }

    /** Without the subject, in case this is logged. */
    @Override
    public String toString() {
        return "PlayerIdentity[" + hash() + "]";
    }
}

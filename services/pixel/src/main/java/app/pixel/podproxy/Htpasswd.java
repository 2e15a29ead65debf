// SPDX-License-Identifier: Apache-2.0
package app.pixel.podproxy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.Md5Crypt;

/**
 * Users and the hashes of their passwords, as Apache's {@code htpasswd} writes them: bcrypt ({@code -B}, the one to
 * choose), MD5 ({@code $apr1$}, what it writes by default) and SHA-1 ({@code -s}). Passwords in plain text or under
 * crypt(3) are refused.
 */
record Htpasswd(Map<String, String> hashes) {

    /** What an unknown user's password is held against, so that the time taken does not tell who exists. */
    private static final String NOBODY = "$2y$10$abcdefghijklmnopqrstuuIqOBsmKDCf8mKxlRNqVvZ.FbC9U7qFu";

    private static final String BCRYPT = "\\$2[aby]\\$(0[4-9]|1[0-7])\\$[./A-Za-z0-9]{53}";
    private static final String APR1 = "\\$apr1\\$[./A-Za-z0-9]{1,8}\\$[./A-Za-z0-9]{22}";
    private static final String SHA1 = "\\{SHA}[A-Za-z0-9+/]{27}=";

    Htpasswd {
        hashes = Map.copyOf(hashes);
    }

    /** @throws IllegalStateException naming the line, never its content */
    static Htpasswd parse(String content) {
        Map<String, String> hashes = new LinkedHashMap<>();
        List<String> lines = content.lines().map(String::strip).toList();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1);
            if (!line.isEmpty() && !line.startsWith("#")) {
                addTo(hashes, line, number);
            }
        }
        if (hashes.isEmpty()) {
            throw new IllegalStateException("The users file names no user.");
        }
        return new Htpasswd(hashes);
    }

    private static void addTo(Map<String, String> hashes, String line, int number) {
        int colon = line.indexOf(':');
        String hash = line.substring(colon + 1);
        if (colon < 1 || !(hash.matches(BCRYPT) || hash.matches(APR1) || hash.matches(SHA1))) {
            throw new IllegalStateException("Line " + number
                    + " of the users file is not NAME:HASH with a bcrypt, apr1 or SHA hash; make it with htpasswd -B.");
        }
        if (hashes.putIfAbsent(line.substring(0, colon), hash) != null) {
            throw new IllegalStateException("Line " + number + " of the users file names a user for the second time.");
        }
    }

    /** Whether these are a user's name and password. Slow on purpose: not for an event loop. */
    boolean accepts(String name, String password) {
        String hash = hashes.get(name);
        boolean matches = matches(password, hash == null ? NOBODY : hash);
        return hash != null && matches;
    }

    private static boolean matches(String password, String hash) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        if (hash.startsWith("$2")) {
            return BCrypt.verifyer(null, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2Y))
                    .verify(bytes, hash.getBytes(StandardCharsets.US_ASCII))
                    .verified;
        }
        String computed = hash.startsWith("{SHA}")
                ? "{SHA}" + Base64.getEncoder().encodeToString(DigestUtils.sha1(bytes))
                : Md5Crypt.apr1Crypt(bytes, hash);
        return MessageDigest.isEqual(
                computed.getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import java.security.SecureRandom;
import java.util.Base64;

/** Names that no other process gives to anything, and that cannot be guessed: 128 random bits, as URL-safe Base64. */
public final class RandomName {

    private static final int BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private RandomName() {}

    public static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return BASE64.encodeToString(bytes);
    }
}

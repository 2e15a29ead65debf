// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.Report;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A session as a matchmaker names it.
 *
 * @param proof a secret that only matchmakers can compute; never printed
 */
record SessionKey(String id, String visitor, String proof) {

    /** Takes the same time for a nearly right proof as for a wrong one. */
    boolean hasProofOf(SessionKey opened) {
        return MessageDigest.isEqual(
                proof.getBytes(StandardCharsets.UTF_8), opened.proof.getBytes(StandardCharsets.UTF_8));
    }

    Report.Client reported() {
        return new Report.Client(id, visitor);
    }

    @Override
    public String toString() {
        return id;
    }
}

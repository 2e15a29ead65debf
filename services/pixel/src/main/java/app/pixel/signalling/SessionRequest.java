// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.SessionHeaders;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The session that a player's request names by its {@link SessionHeaders}. */
sealed interface SessionRequest {

    /** No session is to be held: the request has no proof. */
    record Stranger() implements SessionRequest {}

    record Begin(SessionKey key) implements SessionRequest {}

    /** The page kept its peer connection, and goes on with the same player. */
    record Resume(SessionKey key) implements SessionRequest {}

    /** The page builds a new peer connection, and goes on by a new player. */
    record Replace(SessionKey key) implements SessionRequest {}

    Pattern PROOF = Pattern.compile("[\\w-]{16,128}");

    /**
     * Reads the header fields of a request.
     *
     * @throws IllegalArgumentException with a sentence that names no secret, when a header field is malformed
     */
    static SessionRequest of(MultiMap headers) {
        Optional<String> proof = single(headers, SessionHeaders.PROOF);
        if (proof.isEmpty()) {
            return new Stranger();
        }
        require(PROOF.matcher(proof.get()).matches(), SessionHeaders.PROOF);
        SessionKey key = new SessionKey(
                name(headers, SessionHeaders.SESSION), name(headers, SessionHeaders.VISITOR), proof.get());
        return switch (single(headers, SessionHeaders.ATTACH).orElse(SessionHeaders.NEW)) {
            case SessionHeaders.NEW -> new Begin(key);
            case SessionHeaders.RESUME -> new Resume(key);
            case SessionHeaders.REPLACE -> new Replace(key);
            default -> throw malformed(SessionHeaders.ATTACH);
        };
    }

    private static String name(MultiMap headers, String field) {
        String name = single(headers, field).orElse("");
        require(SessionHeaders.isName(name), field);
        return name;
    }

    private static Optional<String> single(MultiMap headers, String field) {
        List<String> values = headers.getAll(field);
        require(values.size() <= 1, field);
        return values.stream().findFirst();
    }

    private static void require(boolean wellFormed, String field) {
        if (!wellFormed) {
            throw malformed(field);
        }
    }

    private static IllegalArgumentException malformed(String field) {
        return new IllegalArgumentException("The header field " + field + " is malformed.");
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The token of a request's {@code Authorization: Bearer …} (RFC 6750, 2.1); never printed. */
public final class BearerToken {

    /** In any case (RFC 9110, 11.1). */
    private static final String SCHEME = "bearer ";

    private final byte[] shown;

    private BearerToken(String shown) {
        this.shown = shown.getBytes(StandardCharsets.UTF_8);
    }

    /** The request's only token; nothing when it shows another scheme, or more than one field. */
    public static Optional<BearerToken> of(HttpServerRequest request) {
        return in(request.headers().getAll(HttpHeaders.AUTHORIZATION));
    }

    /** The tokens that a request shows, by {@code Authorization} and by {@code ?token=}. */
    public static List<BearerToken> all(HttpServerRequest request) {
        return Stream.concat(
                        of(request).stream(),
                        request.params().getAll("token").stream().map(BearerToken::new))
                .toList();
    }

    /** @param headers every value of the header {@code Authorization} */
    static Optional<BearerToken> in(List<String> headers) {
        return Optional.of(headers)
                .filter(values -> values.size() == 1)
                .map(List::getFirst)
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip())
                .filter(token -> !token.isEmpty())
                .map(BearerToken::new);
    }

    /** Takes as long for a nearly right token as for a wrong one. */
    public boolean is(byte[] expected) {
        return MessageDigest.isEqual(expected, shown);
    }

    /** Likewise. */
    public boolean is(String expected) {
        return is(expected.getBytes(StandardCharsets.UTF_8));
    }
}

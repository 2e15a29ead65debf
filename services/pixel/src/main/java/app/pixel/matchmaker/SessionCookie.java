// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The carriers of a visitor's token: a cookie, given with the upgrade, or {@code ?session=} for pages without. */
final class SessionCookie {

    private static final String NAME = "pixel-session";
    private static final Set<String> ENCRYPTED = Set.of("https", "wss");

    private SessionCookie() {}

    /** The tokens that a request shows, the explicit one first; they are unchecked. */
    static List<String> tokens(HttpServerRequest request) {
        Stream<String> cookies = request.cookies(NAME).stream().map(Cookie::getValue);
        return Stream.concat(Stream.of(request.getParam("session")).filter(Objects::nonNull), cookies)
                .toList();
    }

    /**
     * The edge speaks TLS. Only then may the cookie be used in another site's frame, where the page is meant to be
     * embedded. It names a place in a queue, and with a resume token a session.
     */
    static void give(HttpServerRequest request, String token) {
        String protocol = Objects.requireNonNullElse(request.getHeader("x-forwarded-proto"), "");
        String scope = ENCRYPTED.contains(protocol) ? "; SameSite=None; Secure; Partitioned" : "; SameSite=Lax";
        request.response().headers().add("set-cookie", NAME + "=" + token + "; Path=/; HttpOnly" + scope);
    }
}

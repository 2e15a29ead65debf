// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import app.pixel.web.IpLiteral;
import io.vertx.core.MultiMap;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The parts of an upgrade request that admission decides by.
 *
 * @param peer the other end of the connection, which may be a proxy
 * @param forwardedFor the entries of {@code X-Forwarded-For} in their order, not trusted yet
 * @param host the host that was asked for, in lower case, without its port
 * @param origin the page that connects; a native client has none
 * @param tokens the tokens that the request shows, not verified yet
 */
record SocketRequest(
        InetAddress peer, List<String> forwardedFor, String host, Optional<String> origin, List<String> tokens) {

    /** A page cannot set a header, so it offers its token as this sub-protocol, the token behind the dot. */
    static final String TOKEN_PROTOCOL = "pixel-token.";

    private static final String COOKIE = "pixel-token";
    private static final String BEARER = "bearer ";

    SocketRequest {
        forwardedFor = List.copyOf(forwardedFor);
        tokens = List.copyOf(tokens);
    }

    /** @throws IllegalArgumentException when the query cannot be read */
    static SocketRequest of(HttpServerRequest request) {
        MultiMap headers = request.headers();
        HostAndPort authority = request.authority();
        return new SocketRequest(
                IpLiteral.parse(request.remoteAddress().hostAddress()).orElse(InetAddress.getLoopbackAddress()),
                list(headers, "x-forwarded-for"),
                authority == null ? "" : authority.host().toLowerCase(Locale.ROOT),
                Optional.ofNullable(headers.get("origin")),
                Stream.of(
                                bearer(headers),
                                list(headers, "sec-websocket-protocol").stream()
                                        .filter(protocol -> protocol.startsWith(TOKEN_PROTOCOL))
                                        .map(protocol -> protocol.substring(TOKEN_PROTOCOL.length())),
                                request.params().getAll("token").stream(),
                                request.cookies(COOKIE).stream().map(Cookie::getValue))
                        .flatMap(shown -> shown)
                        .filter(token -> !token.isEmpty())
                        .distinct()
                        .toList());
    }

    /** The first sub-protocol that is offered and holds no token: a browser wants one of its offers accepted. */
    static Optional<String> protocolOf(HttpServerRequest request) {
        return list(request.headers(), "sec-websocket-protocol").stream()
                .filter(protocol -> !protocol.isEmpty() && !protocol.startsWith(TOKEN_PROTOCOL))
                .findFirst();
    }

    private static Stream<String> bearer(MultiMap headers) {
        return headers.getAll("authorization").stream()
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    private static List<String> list(MultiMap headers, String name) {
        return headers.getAll(name).stream()
                .filter(Objects::nonNull)
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    /** Without the tokens, in case this is logged. */
    @Override
    public String toString() {
        return "SocketRequest[" + peer.getHostAddress() + ", " + host + ", " + tokens.size() + " tokens]";
    }
}

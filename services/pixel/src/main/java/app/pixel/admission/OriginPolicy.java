// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import app.pixel.web.IpLiteral;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The pages that may open a socket: those of the host that is asked for, and those of the listed origins. The name and
 * all addresses of the loopback interface are one host. A request without an Origin comes from a native client: no page
 * can make a visitor's browser leave it out.
 *
 * @param allowed origins in the spelling of browsers, or {@code *} for all
 * @param withoutOrigin whether native clients may connect
 */
record OriginPolicy(List<String> allowed, boolean withoutOrigin) {

    private static final String ALL = "*";
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "[::1]");

    OriginPolicy {
        allowed = allowed.stream().map(OriginPolicy::normalised).toList();
    }

    boolean allows(SocketRequest request) {
        return request.origin()
                .map(origin -> allowed.contains(ALL)
                        || allowed.contains(origin.toLowerCase(Locale.ROOT))
                        || hostOf(origin)
                                .filter(host -> isSameHost(host, request.host()))
                                .isPresent())
                .orElse(withoutOrigin);
    }

    private static boolean isSameHost(String page, String asked) {
        return page.equals(asked) || (isLoopback(page) && isLoopback(asked));
    }

    private static boolean isLoopback(String host) {
        return LOOPBACK_NAMES.contains(host)
                || IpLiteral.parse(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private static String normalised(String origin) {
        String lower = origin.strip().toLowerCase(Locale.ROOT);
        boolean isOrigin = hostOf(lower).isPresent() && !lower.endsWith("/") && lower.indexOf('/', 8) < 0;
        if (!lower.equals(ALL) && !isOrigin) {
            throw new IllegalArgumentException(
                    "--allowed-origins takes origins such as https://www.example.com, or *, not '" + origin + "'.");
        }
        return lower;
    }

    /** The host of a web origin, in lower case; nothing for {@code null} and for other schemes. */
    private static Optional<String> hostOf(String origin) {
        try {
            URI uri = URI.create(origin.toLowerCase(Locale.ROOT));
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web && uri.getRawUserInfo() == null ? Optional.ofNullable(uri.getHost()) : Optional.empty();
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}

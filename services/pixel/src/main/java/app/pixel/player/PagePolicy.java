// SPDX-License-Identifier: Apache-2.0
package app.pixel.player;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page's trust: the origins that may embed it, and the hosts that its signalling socket may go to. The browser
 * enforces it by the Content-Security-Policy. The page's script, which must know it too, reads it as
 * {@code config.json}.
 */
record PagePolicy(String title, List<String> embedOrigins, List<String> webSocketHosts) {

    /** The browser's features that the page needs. In an iframe the embedding page must allow them as well. */
    static final String PERMISSIONS = "autoplay=(self), fullscreen=(self), gamepad=(self), keyboard-map=(self),"
            + " screen-wake-lock=(self), camera=(), microphone=(), geolocation=(), display-capture=(), payment=(),"
            + " usb=(), serial=(), hid=(), midi=()";

    /** {@code data:} for Unreal's freeze frames. No script or style is inline, and no text can become markup. */
    private static final String FIXED_DIRECTIVES = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; media-src 'self' blob:; base-uri 'none'; form-action 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");
    private static final Pattern HOST_SOURCE =
            Pattern.compile("(\\*\\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:([0-9]{1,5}|\\*))?");

    PagePolicy {
        embedOrigins = embedOrigins.stream().map(PagePolicy::origin).toList();
        webSocketHosts = webSocketHosts.stream().map(PagePolicy::hostSource).toList();
    }

    /**
     * The policy for a page that was asked for under this host name (of the Host header, without its port; it may be
     * anything). The page may reach its own host on any port, and whatever is below it.
     */
    String contentSecurityPolicy(String host) {
        String sockets = Stream.concat(ownHost(host), webSocketHosts.stream())
                .flatMap(source -> Stream.of("wss://" + source, "ws://" + source))
                .collect(Collectors.joining(" ", "connect-src 'self' ", ""));
        String ancestors = Stream.concat(Stream.of("'self'"), embedOrigins.stream())
                .collect(Collectors.joining(" ", "frame-ancestors ", ""));
        return String.join("; ", FIXED_DIRECTIVES, sockets.strip(), ancestors);
    }

    JsonObject configuration() {
        return JsonObject.of(
                "title", title,
                "embedOrigins", new JsonArray(embedOrigins),
                "webSocketHosts", new JsonArray(webSocketHosts));
    }

    private static Stream<String> ownHost(String host) {
        if (!NAME.matcher(host).matches()) {
            return Stream.of();
        }
        return ADDRESS.matcher(host).matches() ? Stream.of(host + ":*") : Stream.of(host + ":*", "*." + host + ":*");
    }

    /** Exactly as browsers write an origin, since they compare it letter by letter. */
    private static String origin(String text) {
        String sentence = "--embed-origins takes origins such as https://www.example.com, not '" + text + "'.";
        try {
            URI uri = URI.create(text.strip().toLowerCase(java.util.Locale.ROOT));
            String origin = uri.getScheme() + "://" + uri.getRawAuthority();
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (!web
                    || uri.getHost() == null
                    || uri.getRawUserInfo() != null
                    || !uri.toString().equals(origin)) {
                throw new IllegalArgumentException(sentence);
            }
            return origin;
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(sentence, unreadable);
        }
    }

    private static String hostSource(String text) {
        String source = text.strip().toLowerCase(java.util.Locale.ROOT);
        if (!HOST_SOURCE.matcher(source).matches()) {
            throw new IllegalArgumentException(
                    "--ws-hosts takes hosts such as play.example.com, play.example.com:8443 or *.example.com, not '"
                            + text + "'.");
        }
        return source;
    }
}

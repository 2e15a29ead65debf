// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * The address of the lobby's store: {@code redis://[[USER]:PASSWORD@]HOST[:PORT][/DB]}, or {@code rediss://} for TLS.
 * May hold a password, which only {@link #text} shows.
 */
public record LobbyUrl(String text) {

    private static final Pattern PATH = Pattern.compile("(/[0-9]{0,4})?");

    /** The same sentence for whatever is wrong, since it must not repeat any of it. */
    public LobbyUrl {
        URI uri = parse(text);
        boolean ours = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
        boolean plain = uri.getRawQuery() == null && uri.getRawFragment() == null;
        if (!ours
                || uri.getHost() == null
                || !plain
                || !PATH.matcher(uri.getRawPath()).matches()) {
            throw senseless();
        }
    }

    boolean isEncrypted() {
        return text.startsWith("rediss:");
    }

    public boolean hasPassword() {
        return parse(text).getRawUserInfo() != null;
    }

    /** Without the password. */
    @Override
    public String toString() {
        URI uri = parse(text);
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getPath();
    }

    private static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException notRepeated) {
            throw senseless();
        }
    }

    private static IllegalArgumentException senseless() {
        return new IllegalArgumentException(
                "--lobby is neither \"memory\" nor a URL such as redis://:PASSWORD@HOST:6379/0 or rediss://HOST.");
    }
}

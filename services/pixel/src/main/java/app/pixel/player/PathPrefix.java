// SPDX-License-Identifier: Apache-2.0
package app.pixel.player;

import java.util.regex.Pattern;

/**
 * The path that the page lives under: "" or {@code /game}, without a slash at its end.
 *
 * <p>Requests are understood with and without it, because some edges strip it and some do not.
 */
record PathPrefix(String path) {

    private static final Pattern SEGMENTS = Pattern.compile("(/[A-Za-z0-9._~-]+)*");

    PathPrefix {
        path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (!SEGMENTS.matcher(path).matches()) {
            throw new IllegalArgumentException("--path-prefix is a path such as /game, not '" + path + "'.");
        }
    }

    /** The request for the page itself, only without the slash that its relative links need. */
    boolean lacksSlash(String requested) {
        return !path.isEmpty() && requested.equals(path);
    }

    /** The part of a requested path below the prefix, without a leading slash: "" for the page itself. */
    String below(String requested) {
        String rest = requested.startsWith(path + "/") ? requested.substring(path.length()) : requested;
        return rest.startsWith("/") ? rest.substring(1) : rest;
    }
}

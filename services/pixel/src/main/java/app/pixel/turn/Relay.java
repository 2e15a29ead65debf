// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import app.pixel.web.IpLiteral;
import java.util.regex.Pattern;

/** A coturn server, by the address or the DNS name at which browsers reach it; an IPv6 address without brackets. */
record Relay(String host) {

    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    /** RFC 1123, 2.1; the last label is not a number, so that no malformed address passes for a name. */
    private static final Pattern NAME = Pattern.compile("(?:" + LABEL + "\\.)*(?![0-9]+$)" + LABEL);

    private static final int NAME_LENGTH = 253;

    Relay {
        boolean isName = host.length() <= NAME_LENGTH && NAME.matcher(host).matches();
        if (!isName && IpLiteral.parse(host).isEmpty()) {
            throw new IllegalArgumentException(
                    "A relay is an IP address or a DNS name, and '" + host + "' is neither.");
        }
    }

    /** As a {@code stun:} or {@code turn:} URI names it (RFC 7065, 3.1). */
    String inUri() {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }
}

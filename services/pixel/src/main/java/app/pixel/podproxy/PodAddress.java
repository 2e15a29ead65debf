// SPDX-License-Identifier: Apache-2.0
package app.pixel.podproxy;

import app.pixel.web.IpLiteral;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One port of one pod, spelt {@code 10.244.3.7:8111} or {@code [fd00::7]:8111} and in no other way; never a name. */
record PodAddress(InetAddress address, int port) {

    private static final Pattern SPELLING = Pattern.compile("(?:\\[([0-9a-fA-F:]+)]|([0-9.]+)):([1-9][0-9]{0,4})");
    private static final int LAST_PORT = 65_535;

    static Optional<PodAddress> parse(String text) {
        Matcher spelled = SPELLING.matcher(text);
        if (!spelled.matches()) {
            return Optional.empty();
        }
        boolean bracketed = spelled.group(1) != null;
        int port = Integer.parseInt(spelled.group(3));
        return IpLiteral.parse(spelled.group(bracketed ? 1 : 2))
                .filter(address -> address instanceof Inet6Address == bracketed && port <= LAST_PORT)
                .map(address -> new PodAddress(address, port));
    }

    String host() {
        return address.getHostAddress();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.podproxy;

import app.pixel.web.IpLiteral;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of pods and the one port of theirs that may be reached, spelt {@code 10.244.0.0/16:8111} or
 * {@code fd00:10::/64:8111}.
 *
 * <p>Ranges that no cluster's pods fill are refused, since such a rule would open more than pods. Among them are half
 * the Internet, multicast, and link-local addresses, of which a cloud's metadata service is one.
 */
record AllowedPods(InetAddress network, int prefixLength, int port) {

    private static final Pattern SPELLING = Pattern.compile("([0-9a-fA-F.:]+)/([0-9]{1,3}):([1-9][0-9]{0,4})");
    private static final int WIDEST = 8;
    private static final int LAST_PORT = 65_535;

    AllowedPods {
        int bits = network.getAddress().length * Byte.SIZE;
        if (prefixLength < WIDEST || prefixLength > bits) {
            throw new IllegalArgumentException("A range of pods has a prefix length from " + WIDEST + " to " + bits
                    + ", not " + prefixLength + ".");
        }
        if (hasHostBits(network.getAddress(), prefixLength)) {
            throw new IllegalArgumentException("The range " + network.getHostAddress() + "/" + prefixLength
                    + " has bits set beyond its prefix; give its first address.");
        }
        if (network.isLinkLocalAddress() || network.isMulticastAddress() || network.isAnyLocalAddress()) {
            throw new IllegalArgumentException(
                    "No pod has an address in " + network.getHostAddress() + "/" + prefixLength + ".");
        }
        if (port > LAST_PORT) {
            throw new IllegalArgumentException("A port is at most " + LAST_PORT + ", not " + port + ".");
        }
    }

    static AllowedPods parse(String text) {
        Matcher spelled = SPELLING.matcher(text);
        if (!spelled.matches()) {
            throw new IllegalArgumentException(
                    "--allow takes CIDR:PORT such as 10.244.0.0/16:8111, not '" + text + "'.");
        }
        InetAddress network = IpLiteral.parse(spelled.group(1))
                .orElseThrow(() -> new IllegalArgumentException(
                        "--allow takes CIDR:PORT, and '" + spelled.group(1) + "' is not an IP address."));
        return new AllowedPods(network, Integer.parseInt(spelled.group(2)), Integer.parseInt(spelled.group(3)));
    }

    boolean allows(PodAddress pod) {
        return pod.port() == port
                && sameNetwork(pod.address().getAddress(), network.getAddress(), prefixLength)
                && !pod.address().isLinkLocalAddress();
    }

    private static boolean hasHostBits(byte[] address, int prefixLength) {
        for (int bit = prefixLength; bit < address.length * Byte.SIZE; bit++) {
            if (isSet(address, bit)) {
                return true;
            }
        }
        return false;
    }

    private static boolean sameNetwork(byte[] one, byte[] other, int prefixLength) {
        if (one.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit++) {
            if (isSet(one, bit) != isSet(other, bit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSet(byte[] address, int bit) {
        return (address[bit / Byte.SIZE] >> (Byte.SIZE - 1 - bit % Byte.SIZE) & 1) == 1;
    }
}

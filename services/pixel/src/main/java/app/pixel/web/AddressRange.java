// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A range of IP addresses in CIDR notation (RFC 4632, 3.1), such as {@code 10.244.0.0/16} or {@code fd00:10::/64}. */
public record AddressRange(InetAddress network, int prefixLength) {

    private static final Pattern SPELLING = Pattern.compile("([0-9a-fA-F.:]+)/([0-9]{1,3})");

    public AddressRange {
        int bits = network.getAddress().length * Byte.SIZE;
        if (prefixLength > bits) {
            throw new IllegalArgumentException(
                    "A prefix length of this range is at most " + bits + ", not " + prefixLength + ".");
        }
        for (int bit = prefixLength; bit < bits; bit++) {
            if (isSet(network.getAddress(), bit)) {
                throw new IllegalArgumentException("The range " + network.getHostAddress() + "/" + prefixLength
                        + " has bits set beyond its prefix; give its first address.");
            }
        }
    }

    /** The range that {@code text} spells, or nothing. */
    public static Optional<AddressRange> parse(String text) {
        Matcher spelled = SPELLING.matcher(text);
        return spelled.matches()
                ? IpLiteral.parse(spelled.group(1))
                        .map(network -> new AddressRange(network, Integer.parseInt(spelled.group(2))))
                : Optional.empty();
    }

    /** Reports whether the address lies in the range; an address of the other family never does. */
    public boolean contains(InetAddress address) {
        byte[] one = address.getAddress();
        byte[] other = network.getAddress();
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

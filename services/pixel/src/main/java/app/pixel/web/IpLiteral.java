// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * IP addresses in exactly one spelling, and never a look-up.
 *
 * <p>The C library and the JDK also read {@code 0177.0.0.1}, {@code 2130706433} and {@code 127.1} as addresses. Each
 * of them is a way around a list of allowed ones. Here they are not addresses at all. An IPv6 address has no zone and
 * no dots, and one that maps an IPv4 address is refused.
 */
public final class IpLiteral {

    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]{2,39}");

    private IpLiteral() {}

    /** The address that {@code text} spells, or nothing; an IPv6 address comes without brackets. */
    public static Optional<InetAddress> parse(String text) {
        if (IPV4.matcher(text).matches()) {
            return Optional.of(Inet4Address.ofLiteral(text));
        }
        return IPV6.matcher(text).matches() ? ipv6(text) : Optional.empty();
    }

    private static Optional<InetAddress> ipv6(String text) {
        try {
            return Optional.of(Inet6Address.ofLiteral(text)).filter(Inet6Address.class::isInstance);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}

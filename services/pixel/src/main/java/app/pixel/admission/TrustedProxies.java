// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import app.pixel.web.AddressRange;
import app.pixel.web.IpLiteral;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The proxies whose {@code X-Forwarded-For} is believed.
 *
 * <p>Each proxy appends the address that it sees, and a client can write anything in front. So the entries are read
 * from the right, as far as trusted proxies wrote them. The first address that is no proxy's is the client's.
 */
record TrustedProxies(List<AddressRange> ranges) {

    private static final int IPV6_SITE_BYTES = 8;

    TrustedProxies {
        ranges = List.copyOf(ranges);
    }

    static TrustedProxies parse(List<String> ranges) {
        return new TrustedProxies(ranges.stream().map(TrustedProxies::range).toList());
    }

    private static AddressRange range(String text) {
        return AddressRange.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "--trusted-proxies takes CIDR ranges such as 10.244.0.0/16, not '" + text + "'."));
    }

    /** The address of the client; that of the nearest proxy when an entry is no address. */
    InetAddress clientOf(SocketRequest request) {
        InetAddress nearest = request.peer();
        for (String entry : request.forwardedFor().reversed()) {
            if (!trusts(nearest)) {
                return nearest;
            }
            Optional<InetAddress> before = IpLiteral.parse(entry);
            if (before.isEmpty()) {
                return nearest;
            }
            nearest = before.get();
        }
        return nearest;
    }

    /** The key of a client's budget: an IPv4 address, or the /64 of an IPv6 address, since a site has all of that. */
    static String budgetKey(InetAddress client) {
        if (!(client instanceof Inet6Address)) {
            return client.getHostAddress();
        }
        StringBuilder site = new StringBuilder();
        for (int at = 0; at < IPV6_SITE_BYTES; at++) {
            site.append("%02x".formatted(client.getAddress()[at]));
        }
        return site + "/64";
    }

    private boolean trusts(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }
}

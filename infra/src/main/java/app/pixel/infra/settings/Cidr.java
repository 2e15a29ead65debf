// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.settings;

import java.util.Optional;
import java.util.regex.Pattern;

/** A block of IPv4 addresses, {@code address} being its first one as an unsigned number. */
public record Cidr(long address, int bits) {
    public static final Cidr WORLD = new Cidr(0, 0);

    private static final Pattern NOTATION =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    public Cidr {
        if (bits < 0 || bits > 32 || address < 0 || address > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("not an IPv4 block: " + address + "/" + bits);
        }
        if ((address & (size(bits) - 1)) != 0) {
            throw new IllegalArgumentException("the address has bits behind the first " + bits);
        }
    }

    /** Empty unless the text is {@code a.b.c.d/bits} with no address bits behind the prefix. */
    public static Optional<Cidr> parse(String text) {
        var matcher = NOTATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long address = 0;
        for (int group = 1; group <= 4; group++) {
            int octet = Integer.parseInt(matcher.group(group));
            if (octet > 255) {
                return Optional.empty();
            }
            address = address << 8 | octet;
        }
        int bits = Integer.parseInt(matcher.group(5));
        return bits <= 32 && (address & (size(bits) - 1)) == 0
                ? Optional.of(new Cidr(address, bits))
                : Optional.empty();
    }

    /** For blocks that stand in the source: a mistake there is the program's, not the stack's. */
    public static Cidr of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not an IPv4 block: " + text));
    }

    /**
     * The block number {@code index} among those with {@code moreBits} more bits, like Terraform's {@code
     * cidrsubnet}.
     */
    public Cidr subnet(int moreBits, int index) {
        if (moreBits < 0 || bits + moreBits > 32 || index < 0 || index >= 1L << moreBits) {
            throw new IllegalArgumentException(this + " has no subnet " + index + " of " + moreBits + " more bits");
        }
        return new Cidr(address + index * size(bits + moreBits), bits + moreBits);
    }

    public boolean contains(Cidr other) {
        return bits <= other.bits && (other.address & -size(bits)) == address;
    }

    public boolean overlaps(Cidr other) {
        return contains(other) || other.contains(this);
    }

    public long size() {
        return size(bits);
    }

    private static long size(int bits) {
        return 1L << (32 - bits);
    }

    @Override
    public String toString() {
        return "%d.%d.%d.%d/%d".formatted(address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255, bits);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One STUN message (RFC 8489, 5), as far as a TURN client over IPv4 needs it; a transaction is 12 bytes of Latin-1. */
record Stun(int type, String transaction, Map<Integer, byte[]> attributes) {

    static final int BINDING = 0x0001;
    static final int ALLOCATE = 0x0003;
    static final int REFRESH = 0x0004;
    static final int CREATE_PERMISSION = 0x0008;
    static final int SEND_INDICATION = 0x0016;
    static final int DATA_INDICATION = 0x0017;

    static final int USERNAME = 0x0006;
    static final int MESSAGE_INTEGRITY = 0x0008;
    static final int ERROR_CODE = 0x0009;
    static final int LIFETIME = 0x000D;
    static final int XOR_PEER_ADDRESS = 0x0012;
    static final int DATA = 0x0013;
    static final int REALM = 0x0014;
    static final int NONCE = 0x0015;
    static final int XOR_RELAYED_ADDRESS = 0x0016;
    static final int REQUESTED_TRANSPORT = 0x0019;

    /** The error after which a client asks again with the nonce of the refusal. */
    static final int STALE_NONCE = 438;

    static final int HEADER = 20;
    private static final int COOKIE = 0x2112A442;
    private static final int ATTRIBUTE_HEADER = 4;
    private static final int HMAC = 20;

    static Stun read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int type = in.getShort();
        int end = in.getShort() + HEADER;
        in.getInt();
        byte[] transaction = new byte[12];
        in.get(transaction);
        Map<Integer, byte[]> attributes = new LinkedHashMap<>();
        while (in.position() < end) {
            int attribute = in.getShort() & 0xFFFF;
            byte[] value = new byte[in.getShort() & 0xFFFF];
            in.get(value);
            attributes.put(attribute, value);
            in.position(in.position() + padding(value));
        }
        return new Stun(type, new String(transaction, StandardCharsets.ISO_8859_1), attributes);
    }

    byte[] bytes() {
        int length = attributes.values().stream()
                .mapToInt(value -> ATTRIBUTE_HEADER + value.length + padding(value))
                .sum();
        ByteBuffer out = ByteBuffer.allocate(HEADER + length)
                .putShort((short) type)
                .putShort((short) length)
                .putInt(COOKIE)
                .put(transaction.getBytes(StandardCharsets.ISO_8859_1));
        attributes.forEach((attribute, value) -> out.putShort(attribute.shortValue())
                .putShort((short) value.length)
                .put(Arrays.copyOf(value, value.length + padding(value))));
        return out.array();
    }

    /** The same with a MESSAGE-INTEGRITY at its end, over everything before it, as if it were there (14.5). */
    Stun signed(byte[] key) {
        Map<Integer, byte[]> with = new LinkedHashMap<>(attributes);
        with.put(MESSAGE_INTEGRITY, new byte[HMAC]);
        byte[] whole = new Stun(type, transaction, with).bytes();
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            mac.update(whole, 0, whole.length - ATTRIBUTE_HEADER - HMAC);
            with.put(MESSAGE_INTEGRITY, mac.doFinal());
            return new Stun(type, transaction, with);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** 0 if this is not an error. */
    int error() {
        byte[] value = attributes.get(ERROR_CODE);
        return value == null ? 0 : value[2] * 100 + value[3];
    }

    String text(int attribute) {
        return new String(attributes.getOrDefault(attribute, new byte[0]), StandardCharsets.UTF_8);
    }

    InetSocketAddress address(int attribute) throws UnknownHostException {
        ByteBuffer value = ByteBuffer.wrap(attributes.getOrDefault(attribute, new byte[8]));
        int port = (value.getShort(2) ^ COOKIE >> 16) & 0xFFFF;
        byte[] host = ByteBuffer.allocate(4).putInt(value.getInt(4) ^ COOKIE).array();
        return new InetSocketAddress(InetAddress.getByAddress(host), port);
    }

    static byte[] address(InetSocketAddress address) {
        int host = ByteBuffer.wrap(address.getAddress().getAddress()).getInt();
        return ByteBuffer.allocate(8)
                .putShort((short) 1)
                .putShort((short) (address.getPort() ^ COOKIE >> 16))
                .putInt(host ^ COOKIE)
                .array();
    }

    private static int padding(byte[] value) {
        return -value.length & 3;
    }
}

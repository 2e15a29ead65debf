// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A TURN client as a browser is one (RFC 8656): long-term credentials, one allocation, over UDP or TCP. */
final class TurnClient implements AutoCloseable {

    enum Transport {
        UDP,
        TCP
    }

    /** A datagram may be lost even on loopback, while the server is starting. */
    private static final int RETRANSMIT_MILLISECONDS = 250;

    private static final int TRANSMISSIONS = 40;
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private final Transport transport;
    private final InetSocketAddress server;
    private final TurnCredentials credentials;
    private final DatagramSocket udp = new DatagramSocket(0, nextAddress());
    private final Socket tcp = new Socket();
    private String realm = "";
    private String nonce = "";

    /** An address of the loopback network for each client: the server remembers the port of one that has gone. */
    private static InetAddress nextAddress() {
        int client = CLIENTS.incrementAndGet();
        return InetAddress.ofLiteral("127.1.%d.%d".formatted(client >> 8 & 0xFF, client & 0xFF));
    }

    TurnClient(Transport transport, int port, TurnCredentials credentials) throws IOException {
        this.transport = transport;
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.credentials = credentials;
        udp.setSoTimeout(RETRANSMIT_MILLISECONDS);
        if (transport == Transport.TCP) {
            tcp.connect(server, 10_000);
            tcp.setSoTimeout(10_000);
        }
    }

    Stun bind() throws IOException {
        return exchange(message(Stun.BINDING, Map.of()));
    }

    /** Asks for an allocation as the realm says that the server names; gives the answer, or the refusal. */
    Stun allocate() throws IOException {
        Stun challenge = exchange(message(Stun.ALLOCATE, Map.of(Stun.REQUESTED_TRANSPORT, new byte[] {17, 0, 0, 0})));
        return allocate(challenge.text(Stun.REALM), challenge.text(Stun.NONCE));
    }

    /** The same with a realm of one's own. */
    Stun allocateInRealm(String otherRealm) throws IOException {
        Stun challenge = exchange(message(Stun.ALLOCATE, Map.of(Stun.REQUESTED_TRANSPORT, new byte[] {17, 0, 0, 0})));
        return allocate(otherRealm, challenge.text(Stun.NONCE));
    }

    private Stun allocate(String inRealm, String withNonce) throws IOException {
        realm = inRealm;
        nonce = withNonce;
        return exchange(authenticated(Stun.ALLOCATE, Stun.REQUESTED_TRANSPORT, new byte[] {17, 0, 0, 0}));
    }

    /** Asks that a peer may send to us, and we to it. */
    Stun permit(InetSocketAddress peer) throws IOException {
        return exchange(authenticated(Stun.CREATE_PERMISSION, Stun.XOR_PEER_ADDRESS, Stun.address(peer)));
    }

    /** Asks for ten more minutes; again when the nonce is stale, as a browser does. */
    Stun refresh() throws IOException {
        return refresh(600);
    }

    /** Ends the allocation, so that the next client of this port finds none. */
    Stun release() throws IOException {
        return refresh(0);
    }

    private Stun refresh(int seconds) throws IOException {
        byte[] lifetime = ByteBuffer.allocate(Integer.BYTES).putInt(seconds).array();
        Stun answer = exchange(authenticated(Stun.REFRESH, Stun.LIFETIME, lifetime));
        if (answer.error() != Stun.STALE_NONCE) {
            return answer;
        }
        nonce = answer.text(Stun.NONCE);
        return exchange(authenticated(Stun.REFRESH, Stun.LIFETIME, lifetime));
    }

    void send(InetSocketAddress peer, String text) throws IOException {
        Map<Integer, byte[]> attributes = new LinkedHashMap<>();
        attributes.put(Stun.XOR_PEER_ADDRESS, Stun.address(peer));
        attributes.put(Stun.DATA, text.getBytes(StandardCharsets.UTF_8));
        write(message(Stun.SEND_INDICATION, attributes));
    }

    /** The content of the next datagram from a peer. */
    String receive() throws IOException {
        for (int attempt = 0; attempt < TRANSMISSIONS; attempt++) {
            Optional<Stun> message = poll();
            if (message.isPresent() && message.get().type() == Stun.DATA_INDICATION) {
                return message.get().text(Stun.DATA);
            }
        }
        throw new SocketTimeoutException("no datagram came");
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }

    private static Stun message(int type, Map<Integer, byte[]> attributes) {
        byte[] transaction = new byte[12];
        new SecureRandom().nextBytes(transaction);
        return new Stun(type, new String(transaction, StandardCharsets.ISO_8859_1), attributes);
    }

    private Stun authenticated(int type, int attribute, byte[] value) {
        Map<Integer, byte[]> attributes = new LinkedHashMap<>();
        attributes.put(attribute, value);
        attributes.put(Stun.USERNAME, credentials.username().getBytes(StandardCharsets.UTF_8));
        attributes.put(Stun.REALM, realm.getBytes(StandardCharsets.UTF_8));
        attributes.put(Stun.NONCE, nonce.getBytes(StandardCharsets.UTF_8));
        return message(type, attributes).signed(longTermKey());
    }

    /** RFC 8489, 9.2.2. */
    private byte[] longTermKey() {
        String key = credentials.username() + ":" + realm + ":" + credentials.credential();
        try {
            return MessageDigest.getInstance("MD5").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Stun exchange(Stun request) throws IOException {
        for (int transmission = 0; transmission < TRANSMISSIONS; transmission++) {
            write(request);
            Optional<Stun> answer = poll();
            if (answer.isPresent() && answer.get().transaction().equals(request.transaction())) {
                return answer.get();
            }
        }
        throw new SocketTimeoutException("the relay does not answer");
    }

    private void write(Stun message) throws IOException {
        byte[] bytes = message.bytes();
        switch (transport) {
            case UDP -> udp.send(new DatagramPacket(bytes, bytes.length, server));
            case TCP -> tcp.getOutputStream().write(bytes);
        }
    }

    /** The answer within the time after which a request is sent again. */
    private Optional<Stun> poll() throws IOException {
        try {
            return Optional.of(readOne());
        } catch (SocketTimeoutException nothingYet) {
            return Optional.empty();
        }
    }

    private Stun readOne() throws IOException {
        return Stun.read(
                switch (transport) {
                    case UDP -> {
                        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
                        udp.receive(packet);
                        yield Arrays.copyOf(packet.getData(), packet.getLength());
                    }
                    case TCP -> {
                        DataInputStream in = new DataInputStream(tcp.getInputStream());
                        byte[] header = in.readNBytes(Stun.HEADER);
                        byte[] rest = in.readNBytes(ByteBuffer.wrap(header).getShort(2));
                        yield ByteBuffer.allocate(header.length + rest.length)
                                .put(header)
                                .put(rest)
                                .array();
                    }
                });
    }
}

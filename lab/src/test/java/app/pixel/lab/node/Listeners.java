// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.node;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Sockets that accept each connection and send each datagram back. */
public final class Listeners implements AutoCloseable {

    private final List<Closeable> sockets = new ArrayList<>();

    private Listeners() {}

    /** Listens at these ports by TCP and UDP; a port that is taken keeps its owner. */
    public static Listeners in(NetworkNamespace namespace, Collection<Integer> ports) {
        var listeners = new Listeners();
        namespace.inside(() -> {
            for (int port : ports) {
                listeners.accept(port);
                listeners.answer(port);
            }
            return ports;
        });
        return listeners;
    }

    /** The kernel completes connections up to its backlog. */
    private void accept(int port) throws IOException {
        try {
            sockets.add(new ServerSocket(port, 1000));
        } catch (BindException taken) {
            // Its owner accepts.
        }
    }

    private void answer(int port) throws IOException {
        try {
            var socket = new DatagramSocket(port);
            sockets.add(socket);
            Thread.ofVirtual().start(() -> sendBack(socket));
        } catch (BindException taken) {
            // Its owner answers.
        }
    }

    private static void sendBack(DatagramSocket socket) {
        var packet = new DatagramPacket(new byte[512], 512);
        try {
            while (!socket.isClosed()) {
                packet.setLength(512);
                socket.receive(packet);
                socket.send(packet);
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        for (Closeable socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

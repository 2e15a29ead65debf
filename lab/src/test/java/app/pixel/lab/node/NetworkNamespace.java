// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/**
 * A network namespace of this machine, such as a pod's. A socket stays in the namespace in which its thread was when it
 * opened the socket.
 *
 * @param file by which a thread enters it
 */
public record NetworkNamespace(Path file) {

    private static final int LIMIT_MILLIS = 10_000;
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final int READ_ONLY = 0;

    private static final MethodHandle OPEN =
            function("open", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE =
            function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle SETNS =
            function("setns", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    /** A query for the name servers of the root, which a name service answers and others only send back. */
    private static final byte[] QUERY = {7, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1};

    @SuppressWarnings("restricted") // The JVM is started with native access.
    private static MethodHandle function(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
    }

    /**
     * Finds the namespace of a pod of this node.
     *
     * @throws IllegalArgumentException when no pod has that address
     */
    public static NetworkNamespace ofPod(String address) {
        try (Stream<Path> files = Files.list(Path.of("/run/netns"))) {
            return files.map(NetworkNamespace::new)
                    .filter(namespace -> namespace.has(address))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no pod has the address " + address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean has(String address) {
        try {
            return inside(() -> NetworkInterface.getByInetAddress(InetAddress.getByName(address)) != null);
        } catch (IllegalStateException gone) {
            // A pod that goes takes its namespace along, at any moment.
            return false;
        }
    }

    /** Tries a TCP connection from here; true when it is accepted. */
    public boolean connects(String address, int port) {
        return inside(() -> {
            try (Socket _ = opened(address, port)) {
                return true;
            } catch (IOException refused) {
                return false;
            }
        });
    }

    /** Opens a TCP connection from here, which any thread may use. */
    public Socket connected(String address, int port) {
        return inside(() -> opened(address, port));
    }

    private static Socket opened(String address, int port) throws IOException {
        var socket = new Socket();
        socket.connect(new InetSocketAddress(address, port), LIMIT_MILLIS);
        return socket;
    }

    /** Sends a datagram from here; true when an answer comes. */
    public boolean isAnswered(String address, int port) {
        return inside(() -> {
            try (var socket = new DatagramSocket()) {
                socket.setSoTimeout(LIMIT_MILLIS);
                socket.connect(new InetSocketAddress(address, port));
                socket.send(new DatagramPacket(QUERY, QUERY.length));
                socket.receive(new DatagramPacket(new byte[512], 512));
                return true;
            } catch (IOException refused) {
                return false;
            }
        });
    }

    /** Runs a task on a thread of its own in this namespace. */
    <T> T inside(Callable<T> task) {
        var entered = new FutureTask<>(() -> {
            enter();
            return task.call();
        });
        Thread.ofPlatform().daemon().start(entered);
        try {
            return entered.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("in " + file, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Moves this thread alone. */
    private void enter() throws SocketException {
        int status;
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) OPEN.invokeExact(arena.allocateFrom(file.toString()), READ_ONLY);
            status = (int) SETNS.invokeExact(descriptor, CLONE_NEWNET);
            int closed = (int) CLOSE.invokeExact(descriptor);
            assert closed <= 0;
        } catch (Throwable failure) {
            throw new IllegalStateException("setns cannot be called", failure);
        }
        if (status != 0) {
            throw new SocketException("cannot enter " + file);
        }
    }
}

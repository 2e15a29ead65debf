// SPDX-License-Identifier: Apache-2.0
package app.pixel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A free port for a program that cannot choose one itself. The lab uses this class from the tests' jar.
 *
 * <p>The port is below the system's own range (32768 and up on Linux) and below Kubernetes' node ports. No outgoing
 * connection takes it before the program opens it, or while the program is down.
 */
public final class FreePort {

    private static final int FIRST = 20_000;
    private static final int FIRST_NODE_PORT = 30_000;
    private static final int TRIES = 1_000;

    private FreePort() {}

    /** Returns a port that is free on the loopback interface now. Another program can still take it. */
    public static int find() {
        return ThreadLocalRandom.current()
                .ints(TRIES, FIRST, FIRST_NODE_PORT)
                .filter(FreePort::isFree)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "No port from %d to %d is free.".formatted(FIRST, FIRST_NODE_PORT - 1)));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}

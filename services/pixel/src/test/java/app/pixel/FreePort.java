// SPDX-License-Identifier: Apache-2.0
package app.pixel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * For processes that cannot be told to take any port. It lies below those that the system gives to outgoing connections,
 * so that none of them takes it before the process does, or while the process is down.
 */
public final class FreePort {

    private static final int FIRST = 20_000;
    private static final int FIRST_OF_THE_SYSTEM = 32_768;
    private static final int TRIES = 100;

    private FreePort() {}

    public static int find() {
        return ThreadLocalRandom.current()
                .ints(TRIES, FIRST, FIRST_OF_THE_SYSTEM)
                .filter(FreePort::isFree)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no port is free"));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port for a program that cannot choose one and say which. */
public final class FreePort {

    /** Below those that systems give to whoever connects or does not mind (32768 and up on Linux): no such socket gets it. */
    private static final int FIRST = 20_000;

    private static final int BEHIND_LAST = 30_000;
    private static final int TRIES = 1_000;

    private FreePort() {}

    /** One that nobody has on the loopback interface now, which is as much as can be known. */
    public static int any() {
        return ThreadLocalRandom.current()
                .ints(TRIES, FIRST, BEHIND_LAST)
                .filter(FreePort::isFree)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("no port from %d to %d is free".formatted(FIRST, BEHIND_LAST - 1)));
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;

/** A port that a flag asks for, and the sentence that explains why it cannot be opened. */
record ListenAddress(String flag, String host, int port) {

    /** Opens and closes it, so that a port which cannot be had is told before anything else is started. */
    Future<Void> tried(Vertx vertx) {
        return vertx.<Void>executeBlocking(() -> {
                    // Not by a server of Vert.x: it says that it is closed before its port is free.
                    new ServerSocket(port, 1, InetAddress.getByName(host)).close();
                    return null;
                })
                .recover(this::explained);
    }

    <T> Future<T> explained(Throwable failure) {
        return Future.failedFuture(
                failure instanceof SocketException refused
                        ? new IllegalStateException(sentence(refused), refused)
                        : failure);
    }

    private String sentence(SocketException refused) {
        String reason = String.valueOf(refused.getMessage());
        return reason.contains("already in use")
                ? "Port %d is taken by another program; choose another with %s.".formatted(port, flag)
                : "Port %d cannot be opened on %s (%s); choose others with %s and --host."
                        .formatted(port, host, reason, flag);
    }
}

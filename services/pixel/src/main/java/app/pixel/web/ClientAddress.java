// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Objects;

/**
 * The address of a client, for logs.
 *
 * <p>The edge writes the address that it sees at the end of X-Forwarded-For, after everything that the client wrote
 * there. A client that reaches a service without the edge can write any address: decide nothing by it.
 */
public final class ClientAddress {

    private static final String FORWARDED_FOR = "x-forwarded-for";

    private ClientAddress() {}

    /** The address that the edge saw, or the connection's own where there is no edge. */
    public static String of(HttpServerRequest request) {
        return of(request.headers(), request.remoteAddress());
    }

    /** Likewise, by the request that opened the socket. */
    public static String of(ServerWebSocket socket) {
        return of(socket.headers(), socket.remoteAddress());
    }

    static String of(MultiMap headers, SocketAddress connection) {
        List<String> lines = headers.getAll(FORWARDED_FOR);
        String line = lines.isEmpty() ? "" : lines.getLast();
        String last = line.substring(line.lastIndexOf(',') + 1).strip();
        return IpLiteral.parse(last).isPresent() ? last : Objects.toString(connection.hostAddress(), "");
    }
}

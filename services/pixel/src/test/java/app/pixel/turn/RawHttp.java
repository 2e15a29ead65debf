// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Says over a bare socket what an HTTP client would refuse to say. */
final class RawHttp {

    private RawHttp() {}

    /** Sends a head with exactly these lines, asks to close, and gives the whole answer. */
    static String ask(int port, String... head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            String request = String.join("\r\n", head) + "\r\nconnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

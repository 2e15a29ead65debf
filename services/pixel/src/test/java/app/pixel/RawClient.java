// SPDX-License-Identifier: Apache-2.0
package app.pixel;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A WebSocket client over a bare TCP socket: it does only what it is told, and answers no ping and no close. */
public final class RawClient implements AutoCloseable {

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    /** No close code: the connection ends without a close frame. */
    public static final int CUT = 0;

    /** A close frame's text starts with the two bytes of its code. */
    public record Frame(int opcode, String text) {

        public int closeCode() {
            return text.charAt(0) << 8 | text.charAt(1);
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    public RawClient(int port) throws IOException {
        this(port, "/");
    }

    public RawClient(int port, String uri) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
        sendBytes(("GET " + uri + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        int newlines = 0;
        while (newlines < 4) {
            int read = in.readUnsignedByte();
            newlines = read == '\r' || read == '\n' ? newlines + 1 : 0;
        }
    }

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
        in = new DataInputStream(socket.getInputStream());
        out = new BufferedOutputStream(socket.getOutputStream());
    }

    /** One that has connected, and asked for nothing. */
    public static RawClient withoutRequest(int port) throws IOException {
        return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /**
     * The status line of the answer to a request, once the server has closed the connection; empty without an answer.
     *
     * @param request of ISO 8859-1
     */
    public static String statusOf(int port, String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            Thread writing = Thread.startVirtualThread(() -> writeAll(socket, request));
            String answer = readAll(socket);
            writing.interrupt();
            return answer.lines().findFirst().orElse("");
        } catch (IOException refused) {
            throw new AssertionError(refused);
        }
    }

    private static void writeAll(Socket socket, String request) {
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (IOException cut) {
            // The answer tells.
        }
    }

    private static String readAll(Socket socket) {
        StringBuilder answer = new StringBuilder();
        try {
            for (int read = socket.getInputStream().read();
                    read >= 0;
                    read = socket.getInputStream().read()) {
                answer.append((char) read);
            }
        } catch (SocketTimeoutException open) {
            throw new AssertionError("was neither answered nor closed: " + answer, open);
        } catch (IOException reset) {
            return answer.toString();
        }
        return answer.toString();
    }

    public void sendText(String text) throws IOException {
        sendFrame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Masked with zeroes, so that the payload can be read in a dump. */
    public void sendFrame(int opcode, boolean last, byte[] payload) throws IOException {
        writeHeader(opcode, last, payload.length);
        out.write(payload);
        out.flush();
    }

    /** Only the head of a frame that would have this length. */
    public void sendHeader(int opcode, boolean last, long length) throws IOException {
        writeHeader(opcode, last, length);
        out.flush();
    }

    private void writeHeader(int opcode, boolean last, long length) throws IOException {
        out.write((last ? 0x80 : 0) | opcode);
        int lengthBytes = length < 126 ? 0 : length < 65536 ? 2 : 8;
        out.write(0x80 | (lengthBytes == 0 ? (int) length : lengthBytes == 2 ? 126 : 127));
        for (int shift = 8 * (lengthBytes - 1); shift >= 0; shift -= 8) {
            out.write((int) (length >> shift));
        }
        out.write(new byte[4]);
    }

    public void sendBytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    public Frame readFrame() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        byte[] payload = in.readNBytes(length);
        return new Frame(
                opcode, new String(payload, opcode == CLOSE ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
    }

    /** The next text, whatever pings come before it. */
    public String readText() throws IOException {
        Frame frame = readFrame();
        while (frame.opcode() != TEXT) {
            frame = readFrame();
        }
        return frame.text();
    }

    /** The code of the close frame to come; {@value #CUT} where the connection ends without one. */
    public int closeCode() {
        try {
            Frame frame = readFrame();
            while (frame.opcode() != CLOSE) {
                frame = readFrame();
            }
            return frame.closeCode();
        } catch (SocketTimeoutException open) {
            throw new AssertionError("was not closed", open);
        } catch (IOException cut) {
            return CUT;
        }
    }

    /** Sends a byte now and then, until the server answers or cuts the connection; returns whether it did. */
    public boolean trickle(String text) throws IOException {
        socket.setSoTimeout(20);
        for (byte next : text.getBytes(StandardCharsets.ISO_8859_1)) {
            try {
                in.read();
                return true;
            } catch (SocketTimeoutException silent) {
                sendBytes(new byte[] {next});
            } catch (IOException cut) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the server has cut the connection; waits for it. */
    public boolean isAtEnd() {
        try {
            return in.read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

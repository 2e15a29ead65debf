// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket client over a bare TCP socket: it does only what it is told, and answers no ping and no close. */
final class RawClient implements AutoCloseable {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;

    /** A close frame's text starts with the two bytes of its code. */
    record Frame(int opcode, String text) {

        int closeCode() {
            return text.charAt(0) << 8 | text.charAt(1);
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    RawClient(int port) throws IOException {
        this(port, "/");
    }

    RawClient(int port, String uri) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        out.write(("GET " + uri + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        int newlines = 0;
        while (newlines < 4) {
            int read = in.readUnsignedByte();
            newlines = read == '\r' || read == '\n' ? newlines + 1 : 0;
        }
    }

    void sendText(String text) throws IOException {
        sendFrame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Masked with zeroes, so that the payload can be read in a dump. */
    void sendFrame(int opcode, boolean last, byte[] payload) throws IOException {
        sendHeader(opcode, last, payload.length);
        out.write(payload);
    }

    /** Only the head of a frame that would have this length. */
    void sendHeader(int opcode, boolean last, long length) throws IOException {
        out.write((last ? 0x80 : 0) | opcode);
        int lengthBytes = length < 126 ? 0 : length < 65536 ? 2 : 8;
        out.write(0x80 | (lengthBytes == 0 ? (int) length : lengthBytes == 2 ? 126 : 127));
        for (int shift = 8 * (lengthBytes - 1); shift >= 0; shift -= 8) {
            out.write((int) (length >> shift));
        }
        out.write(new byte[4]);
        out.flush();
    }

    void sendBytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    Frame readFrame() throws IOException {
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
    String readText() throws IOException {
        Frame frame = readFrame();
        while (frame.opcode() != TEXT) {
            frame = readFrame();
        }
        return frame.text();
    }

    /** Whether the server has cut the connection; waits for it. */
    boolean isAtEnd() {
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

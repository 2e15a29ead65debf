// SPDX-License-Identifier: Apache-2.0
package app.pixel;

import static java.nio.charset.StandardCharsets.UTF_8;

import app.pixel.web.CloseStatus;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Frames that no player needs to send, and the code that a socket is closed with for them. The server holds a message
 * to 64 KiB, and a player to few messages and bytes.
 */
public record FrameAttack(String name, Deed deed, int code) {

    /** Ends with an exception once the server reads no more. */
    public interface Deed {
        void by(RawClient attacker) throws IOException;
    }

    /** Flags of a server that closes all of them. */
    public static final List<String> LIMITS =
            List.of("--player-messages-per-second", "10", "--player-bytes-per-second", "60000");

    private static final int MANY = 20_000;
    private static final int LIMIT = 64 * 1024;
    private static final int PROTOCOL_ERROR = 1002;
    private static final Executor BESIDE = Thread::startVirtualThread;

    public static List<FrameAttack> all() {
        return List.of(
                new FrameAttack("ping frames, never read", many(RawClient.PING, "x".repeat(125)), CloseStatus.POLICY),
                new FrameAttack("pong frames", many(RawClient.PONG, ""), CloseStatus.POLICY),
                new FrameAttack("empty messages", many(RawClient.TEXT, ""), CloseStatus.POLICY),
                new FrameAttack(
                        "pings of JSON", many(RawClient.TEXT, "{\"type\":\"ping\",\"time\":1}"), CloseStatus.POLICY),
                new FrameAttack("questions", many(RawClient.TEXT, "{\"type\":\"listStreamers\"}"), CloseStatus.POLICY),
                new FrameAttack("fragments of a byte", FrameAttack::tinyFragments, CloseStatus.POLICY),
                new FrameAttack("many bytes", many(RawClient.TEXT, "x".repeat(60_000)), CloseStatus.POLICY),
                new FrameAttack(
                        "a big frame",
                        big -> big.sendFrame(RawClient.TEXT, true, new byte[LIMIT + 1]),
                        CloseStatus.TOO_BIG),
                new FrameAttack("a big message of fragments", FrameAttack::bigFragments, CloseStatus.TOO_BIG),
                new FrameAttack("pings between fragments", FrameAttack::pingedFragments, CloseStatus.TOO_BIG),
                new FrameAttack("a frame that never ends", FrameAttack::unfinished, CloseStatus.TOO_BIG),
                new FrameAttack(
                        "a promise of 16 GiB",
                        far -> far.sendHeader(RawClient.TEXT, true, 1L << 34),
                        CloseStatus.TOO_BIG),
                broken("a negative length", 0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                broken("a compressed frame", 0xc1, 0x80, 0, 0, 0, 0),
                broken("reserved bits", 0xb1, 0x80, 0, 0, 0, 0),
                broken("an unknown opcode", 0x83, 0x80, 0, 0, 0, 0),
                broken("an unknown control opcode", 0x8b, 0x80, 0, 0, 0, 0),
                broken("a fragmented ping", 0x09, 0x80, 0, 0, 0, 0),
                broken("a long ping", 0x89, 0xfe, 0, 126, 0, 0, 0, 0),
                broken("a continuation of nothing", 0x80, 0x80, 0, 0, 0, 0),
                broken("a text inside a text", 0x01, 0x80, 0, 0, 0, 0, 0x81, 0x80, 0, 0, 0, 0),
                broken("an unmasked frame", 0x81, 0x01, 'x'),
                broken("a padded length", 0x81, 0xfe, 0, 1, 0, 0, 0, 0, 'x'),
                broken("a close frame of one byte", 0x88, 0x81, 0, 0, 0, 0, 3),
                broken("a close code that never travels", 0x88, 0x82, 0, 0, 0, 0, 0x03, 0xed));
    }

    /** The code that the server closes the attacker's socket with; the attack runs beside the caller. */
    public CompletableFuture<Integer> begin(int port) {
        return CompletableFuture.supplyAsync(() -> closeCode(port), BESIDE);
    }

    private int closeCode(int port) {
        try (RawClient attacker = new RawClient(port, "/ws")) {
            try {
                deed.by(attacker);
            } catch (IOException cut) {
                // The server tells why, if there was time.
            }
            return attacker.closeCode();
        } catch (IOException refused) {
            throw new AssertionError(refused);
        }
    }

    private static FrameAttack broken(String name, int... bytes) {
        byte[] frame = new byte[bytes.length];
        for (int at = 0; at < bytes.length; at++) {
            frame[at] = (byte) bytes[at];
        }
        return new FrameAttack(name, attacker -> attacker.sendBytes(frame), PROTOCOL_ERROR);
    }

    private static Deed many(int opcode, String payload) {
        return attacker -> {
            for (int sent = 0; sent < MANY; sent++) {
                attacker.sendFrame(opcode, true, payload.getBytes(UTF_8));
            }
        };
    }

    private static void tinyFragments(RawClient attacker) throws IOException {
        attacker.sendFrame(RawClient.TEXT, false, new byte[1]);
        for (int sent = 0; sent < MANY; sent++) {
            attacker.sendFrame(RawClient.CONTINUATION, false, new byte[1]);
        }
    }

    private static void bigFragments(RawClient attacker) throws IOException {
        attacker.sendFrame(RawClient.TEXT, false, new byte[LIMIT]);
        attacker.sendFrame(RawClient.CONTINUATION, false, new byte[1]);
    }

    private static void pingedFragments(RawClient attacker) throws IOException {
        attacker.sendFrame(RawClient.TEXT, false, new byte[LIMIT]);
        attacker.sendFrame(RawClient.PING, true, new byte[0]);
        attacker.sendFrame(RawClient.CONTINUATION, false, new byte[1]);
    }

    private static void unfinished(RawClient attacker) throws IOException {
        attacker.sendHeader(RawClient.TEXT, true, 1024 * 1024);
        attacker.sendBytes(new byte[400_000]);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The messages that a streamer sends on the data channel: one byte of kind, then a flag or UTF-16 text. */
enum ToPlayer {
    QUALITY_CONTROL_OWNERSHIP("QualityControlOwnership", 0),
    RESPONSE("Response", 1),
    COMMAND("Command", 2),
    FREEZE_FRAME("FreezeFrame", 3),
    UNFREEZE_FRAME("UnfreezeFrame", 4),
    VIDEO_ENCODER_AVG_QP("VideoEncoderAvgQP", 5),
    LATENCY_TEST("LatencyTest", 6),
    INITIAL_SETTINGS("InitialSettings", 7),
    FILE_EXTENSION("FileExtension", 8),
    FILE_MIME_TYPE("FileMimeType", 9),
    FILE_CONTENTS("FileContents", 10),
    TEST_ECHO("TestEcho", 11),
    INPUT_CONTROL_OWNERSHIP("InputControlOwnership", 12),
    GAMEPAD_RESPONSE("GamepadResponse", 13),
    DATA_CHANNEL_LATENCY_TEST("DataChannelLatencyTest", 14),
    PROTOCOL("Protocol", 255);

    private final String wireName;
    private final int id;

    ToPlayer(String wireName, int id) {
        this.wireName = wireName;
        this.id = id;
    }

    int id() {
        return id;
    }

    ByteBuffer flag(boolean value) {
        return direct(new byte[] {(byte) id, (byte) (value ? 1 : 0)});
    }

    ByteBuffer text(String text) {
        byte[] units = text.getBytes(StandardCharsets.UTF_16LE);
        byte[] message = new byte[1 + units.length];
        message[0] = (byte) id;
        System.arraycopy(units, 0, message, 1, units.length);
        return direct(message);
    }

    static JsonObject protocol() {
        JsonObject protocol = new JsonObject().put("Direction", 1);
        for (ToPlayer message : values()) {
            protocol.put(message.wireName, new JsonObject().put("id", message.id));
        }
        return protocol;
    }

    /** The native library reads direct buffers only. */
    private static ByteBuffer direct(byte[] message) {
        return ByteBuffer.allocateDirect(message.length).put(message).flip();
    }
}

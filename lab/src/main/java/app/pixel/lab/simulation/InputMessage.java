// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every message that a player may send on the data channel: its name, its first byte and the fields that follow. All
 * fields are little-endian, as Epic's {@code StreamMessageController} lists them.
 */
enum InputMessage {
    I_FRAME_REQUEST("IFrameRequest", 0),
    REQUEST_QUALITY_CONTROL("RequestQualityControl", 1),
    FPS_REQUEST("FpsRequest", 2),
    AVERAGE_BITRATE_REQUEST("AverageBitrateRequest", 3),
    START_STREAMING("StartStreaming", 4),
    STOP_STREAMING("StopStreaming", 5),
    LATENCY_TEST("LatencyTest", 6, Field.STRING),
    REQUEST_INITIAL_SETTINGS("RequestInitialSettings", 7),
    TEST_ECHO("TestEcho", 8),
    DATA_CHANNEL_LATENCY_TEST("DataChannelLatencyTest", 9),
    UI_INTERACTION("UIInteraction", 50, Field.STRING),
    COMMAND("Command", 51, Field.STRING),
    TEXTBOX_ENTRY("TextboxEntry", 52, Field.STRING),
    KEY_DOWN("KeyDown", 60, Field.UINT8, Field.UINT8),
    KEY_UP("KeyUp", 61, Field.UINT8),
    KEY_PRESS("KeyPress", 62, Field.UINT16),
    MOUSE_ENTER("MouseEnter", 70),
    MOUSE_LEAVE("MouseLeave", 71),
    MOUSE_DOWN("MouseDown", 72, Field.UINT8, Field.UINT16, Field.UINT16),
    MOUSE_UP("MouseUp", 73, Field.UINT8, Field.UINT16, Field.UINT16),
    MOUSE_MOVE("MouseMove", 74, Field.UINT16, Field.UINT16, Field.INT16, Field.INT16),
    MOUSE_WHEEL("MouseWheel", 75, Field.INT16, Field.UINT16, Field.UINT16),
    MOUSE_DOUBLE("MouseDouble", 76, Field.UINT8, Field.UINT16, Field.UINT16),
    TOUCH_START("TouchStart", 80, Field.UINT8, Field.UINT16, Field.UINT16, Field.UINT8, Field.UINT8, Field.UINT8),
    TOUCH_END("TouchEnd", 81, Field.UINT8, Field.UINT16, Field.UINT16, Field.UINT8, Field.UINT8, Field.UINT8),
    TOUCH_MOVE("TouchMove", 82, Field.UINT8, Field.UINT16, Field.UINT16, Field.UINT8, Field.UINT8, Field.UINT8),
    GAMEPAD_BUTTON_PRESSED("GamepadButtonPressed", 90, Field.UINT8, Field.UINT8, Field.UINT8),
    GAMEPAD_BUTTON_RELEASED("GamepadButtonReleased", 91, Field.UINT8, Field.UINT8, Field.UINT8),
    GAMEPAD_ANALOG("GamepadAnalog", 92, Field.UINT8, Field.UINT8, Field.DOUBLE),
    GAMEPAD_CONNECTED("GamepadConnected", 93),
    GAMEPAD_DISCONNECTED("GamepadDisconnected", 94, Field.UINT8);

    /** A field's type on the wire; the name is the one that Unreal's {@code Protocol} message uses. */
    enum Field {
        UINT8("uint8"),
        UINT16("uint16"),
        INT16("int16"),
        DOUBLE("double"),
        /** A uint16 count of UTF-16 code units, then the units. */
        STRING("string");

        private final String wireName;

        Field(String wireName) {
            this.wireName = wireName;
        }
    }

    private static final int IDS = 256;
    private static final @Nullable InputMessage[] BY_ID = new @Nullable InputMessage[IDS];

    static {
        for (InputMessage message : values()) {
            BY_ID[message.id] = message;
        }
    }

    private final String wireName;
    private final int id;

    @SuppressWarnings("ImmutableEnumChecker") // List.of() is immutable, which its type does not say.
    private final List<Field> fields;

    InputMessage(String wireName, int id, Field... fields) {
        this.wireName = wireName;
        this.id = id;
        this.fields = List.of(fields);
    }

    int id() {
        return id;
    }

    List<Field> fields() {
        return fields;
    }

    /** The message that starts with this byte, or null. */
    static @Nullable InputMessage withId(int id) {
        return BY_ID[id];
    }

    /** Returns Unreal's first message on the data channel. It tells a page which messages the engine understands. */
    static JsonObject protocol() {
        JsonObject protocol = new JsonObject().put("Direction", 0);
        for (InputMessage message : values()) {
            if (message == DATA_CHANNEL_LATENCY_TEST) {
                continue; // Epic's page knows it, and complains when it is told so.
            }
            JsonArray structure = new JsonArray();
            message.fields.forEach(field -> structure.add(field.wireName));
            protocol.put(
                    message.wireName, new JsonObject().put("id", message.id).put("structure", structure));
        }
        return protocol;
    }
}

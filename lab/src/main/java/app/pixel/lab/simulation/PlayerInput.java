// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A player's input, as it arrives on the data channel.
 *
 * <p>Positions are fractions of the picture: 0 at the left and top edge, below 1 at the right and bottom one. On the
 * wire they are 0 to 65535.
 */
sealed interface PlayerInput {

    /** Messages that ask the streamer something and carry nothing else. */
    enum Question {
        KEY_FRAME,
        QUALITY_CONTROL,
        FRAME_RATE,
        AVERAGE_BITRATE,
        START_STREAMING,
        STOP_STREAMING,
        INITIAL_SETTINGS,
        ECHO,
        DATA_CHANNEL_LATENCY,
        GAMEPAD_ID
    }

    enum Press {
        DOWN,
        UP,
        DOUBLE
    }

    record Position(double x, double y) {}

    record Touch(Position at, int finger, int force) {}

    record Ask(Question question) implements PlayerInput {}

    record LatencyTest(String descriptor) implements PlayerInput {}

    record UiInteraction(String descriptor) implements PlayerInput {}

    record Command(String descriptor) implements PlayerInput {}

    record TextboxEntry(String text) implements PlayerInput {}

    record KeyDown(int keyCode, boolean repeat) implements PlayerInput {}

    record KeyUp(int keyCode) implements PlayerInput {}

    record KeyPress(int character) implements PlayerInput {}

    record MouseHover(boolean inside) implements PlayerInput {}

    record MouseButton(Press press, int button, Position at) implements PlayerInput {}

    /** The deltas are of half the width and height; they are all that Unreal looks at while the pointer is locked. */
    record MouseMove(Position at, double deltaX, double deltaY) implements PlayerInput {}

    record MouseWheel(int delta, Position at) implements PlayerInput {}

    record Touches(boolean down, List<Touch> touches) implements PlayerInput {
        public Touches {
            touches = List.copyOf(touches);
        }
    }

    record GamepadButton(int controller, int button, boolean down, boolean repeat) implements PlayerInput {}

    record GamepadAxis(int controller, int axis, double value) implements PlayerInput {}

    record GamepadGone(int controller) implements PlayerInput {}

    /** Bytes that make no sense; the streamer notes them and goes on. */
    record Unreadable(String reason) implements PlayerInput {}

    /** Reads one data-channel message; never throws, whatever the bytes are. */
    static PlayerInput parse(ByteBuffer bytes) {
        ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (!in.hasRemaining()) {
            return new Unreadable("an empty message");
        }
        int id = uint8(in);
        @Nullable InputMessage message = InputMessage.withId(id);
        if (message == null) {
            return new Unreadable("no message starts with " + id);
        }
        try {
            return read(message, in);
        } catch (BufferUnderflowException cut) {
            return new Unreadable(message + " is cut short");
        }
    }

    private static PlayerInput read(InputMessage message, ByteBuffer in) {
        return switch (message) {
            case I_FRAME_REQUEST -> new Ask(Question.KEY_FRAME);
            case REQUEST_QUALITY_CONTROL -> new Ask(Question.QUALITY_CONTROL);
            case FPS_REQUEST -> new Ask(Question.FRAME_RATE);
            case AVERAGE_BITRATE_REQUEST -> new Ask(Question.AVERAGE_BITRATE);
            case START_STREAMING -> new Ask(Question.START_STREAMING);
            case STOP_STREAMING -> new Ask(Question.STOP_STREAMING);
            case REQUEST_INITIAL_SETTINGS -> new Ask(Question.INITIAL_SETTINGS);
            case TEST_ECHO -> new Ask(Question.ECHO);
            case DATA_CHANNEL_LATENCY_TEST -> new Ask(Question.DATA_CHANNEL_LATENCY);
            case GAMEPAD_CONNECTED -> new Ask(Question.GAMEPAD_ID);
            case LATENCY_TEST -> new LatencyTest(string(in));
            case UI_INTERACTION -> new UiInteraction(string(in));
            case COMMAND -> new Command(string(in));
            case TEXTBOX_ENTRY -> new TextboxEntry(string(in));
            case KEY_DOWN -> new KeyDown(uint8(in), uint8(in) != 0);
            case KEY_UP -> new KeyUp(uint8(in));
            case KEY_PRESS -> new KeyPress(uint16(in));
            case MOUSE_ENTER -> new MouseHover(true);
            case MOUSE_LEAVE -> new MouseHover(false);
            case MOUSE_DOWN -> new MouseButton(Press.DOWN, uint8(in), position(in));
            case MOUSE_UP -> new MouseButton(Press.UP, uint8(in), position(in));
            case MOUSE_DOUBLE -> new MouseButton(Press.DOUBLE, uint8(in), position(in));
            case MOUSE_MOVE -> new MouseMove(position(in), signedFraction(in), signedFraction(in));
            case MOUSE_WHEEL -> new MouseWheel(in.getShort(), position(in));
            case TOUCH_START, TOUCH_MOVE -> new Touches(true, touches(in));
            case TOUCH_END -> new Touches(false, touches(in));
            case GAMEPAD_BUTTON_PRESSED -> new GamepadButton(uint8(in), uint8(in), true, uint8(in) != 0);
            case GAMEPAD_BUTTON_RELEASED -> new GamepadButton(uint8(in), uint8(in), false, uint8(in) != 0);
            case GAMEPAD_ANALOG -> new GamepadAxis(uint8(in), uint8(in), in.getDouble());
            case GAMEPAD_DISCONNECTED -> new GamepadGone(uint8(in));
        };
    }

    /** Fingers that were outside the picture come with a zero in "valid" and are left out. */
    private static List<Touch> touches(ByteBuffer in) {
        int count = uint8(in);
        List<Touch> touches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Touch touch = new Touch(position(in), uint8(in), uint8(in));
            if (uint8(in) != 0) {
                touches.add(touch);
            }
        }
        return touches;
    }

    private static Position position(ByteBuffer in) {
        return new Position(uint16(in) / 65536.0, uint16(in) / 65536.0);
    }

    private static double signedFraction(ByteBuffer in) {
        return in.getShort() / 32767.0;
    }

    private static String string(ByteBuffer in) {
        int bytes = 2 * uint16(in);
        if (bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] units = new byte[bytes];
        in.get(units);
        return new String(units, StandardCharsets.UTF_16LE);
    }

    private static int uint8(ByteBuffer in) {
        return Byte.toUnsignedInt(in.get());
    }

    private static int uint16(ByteBuffer in) {
        return Short.toUnsignedInt(in.getShort());
    }
}

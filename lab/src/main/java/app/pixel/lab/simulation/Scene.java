// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import app.pixel.lab.simulation.PlayerInput.Position;
import app.pixel.lab.simulation.PlayerInput.Press;
import app.pixel.lab.simulation.PlayerInput.Touch;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The picture of the simulated application: the latest pointer, clicks, fingers, keys and words of its players.
 * Immutable, so that the event loop may replace it while a frame is being painted.
 *
 * @param keys the names of the last keys, oldest first
 * @param keyCode the key that went down last, 0 before the first
 * @param pressed true while a mouse button is down
 */
record Scene(
        @Nullable Position pointer,
        boolean pressed,
        List<Position> clicks,
        List<Touch> fingers,
        List<String> keys,
        int keyCode,
        String words) {

    static final Scene EMPTY = new Scene(null, false, List.of(), List.of(), List.of(), 0, "MOVE, CLICK, TOUCH OR TYPE");

    private static final int CLICKS_SHOWN = 8;
    private static final int KEYS_SHOWN = 12;
    private static final int WORDS_SHOWN = 60;

    Scene {
        clicks = List.copyOf(clicks);
        fingers = List.copyOf(fingers);
        keys = List.copyOf(keys);
    }

    /** The scene after an input; messages that change nothing visible return this one. */
    Scene after(PlayerInput input) {
        return switch (input) {
            case PlayerInput.MouseMove move -> new Scene(move.at(), pressed, clicks, fingers, keys, keyCode, words);
            case PlayerInput.MouseWheel wheel ->
                new Scene(wheel.at(), pressed, clicks, fingers, keys, keyCode, "WHEEL " + wheel.delta());
            case PlayerInput.MouseButton button -> afterButton(button);
            case PlayerInput.Touches touched ->
                new Scene(
                        pointer, pressed, clicks, touched.down() ? touched.touches() : List.of(), keys, keyCode, words);
            case PlayerInput.KeyDown key -> afterKey(key);
            case PlayerInput.TextboxEntry entry -> saying(entry.text());
            case PlayerInput.UiInteraction interaction -> saying(interaction.descriptor());
            case PlayerInput.Command command -> isSetting(command) ? this : saying(command.descriptor());
            case PlayerInput.GamepadButton button ->
                saying("GAMEPAD " + button.button() + (button.down() ? " DOWN" : " UP"));
            case PlayerInput.GamepadAxis axis -> saying("GAMEPAD AXIS %d %.2f".formatted(axis.axis(), axis.value()));
            case PlayerInput.KeyUp _,
                    PlayerInput.KeyPress _,
                    PlayerInput.MouseHover _,
                    PlayerInput.GamepadGone _,
                    PlayerInput.LatencyTest _,
                    PlayerInput.Ask _,
                    PlayerInput.Unreadable _ -> this;
        };
    }

    private Scene afterButton(PlayerInput.MouseButton button) {
        boolean down = button.press() != Press.UP;
        List<Position> marks = down ? latest(clicks, button.at(), CLICKS_SHOWN) : clicks;
        return new Scene(button.at(), down, marks, fingers, keys, keyCode, words);
    }

    private Scene afterKey(PlayerInput.KeyDown key) {
        if (key.repeat()) {
            return this;
        }
        List<String> shown = latest(keys, nameOf(key.keyCode()), KEYS_SHOWN);
        return new Scene(pointer, pressed, clicks, fingers, shown, key.keyCode(), words);
    }

    /**
     * Returns true for the settings that Epic's page sends on its own as soon as it is connected, without any input.
     */
    private static boolean isSetting(PlayerInput.Command command) {
        return command.descriptor().contains("\"WebRTC.")
                || command.descriptor().contains("\"Encoder.");
    }

    private Scene saying(String text) {
        String shown = text.length() <= WORDS_SHOWN ? text : text.substring(0, WORDS_SHOWN);
        return new Scene(pointer, pressed, clicks, fingers, keys, keyCode, shown);
    }

    private static <T> List<T> latest(List<T> old, T added, int atMost) {
        return Stream.concat(old.stream().skip(Math.max(0, old.size() + 1L - atMost)), Stream.of(added))
                .toList();
    }

    /** Key codes are the browser's {@code KeyboardEvent.keyCode}: letters and digits are their ASCII capitals. */
    private static String nameOf(int keyCode) {
        return switch (keyCode) {
            case 8 -> "BACK";
            case 9 -> "TAB";
            case 13 -> "ENTER";
            case 16, 253 -> "SHIFT";
            case 17, 254 -> "CTRL";
            case 18, 255 -> "ALT";
            case 27 -> "ESC";
            case 32 -> "SPACE";
            case 37 -> "LEFT";
            case 38 -> "UP";
            case 39 -> "RIGHT";
            case 40 -> "DOWN";
            default -> isLetterOrDigit(keyCode) ? Character.toString(keyCode) : "#" + keyCode;
        };
    }

    private static boolean isLetterOrDigit(int keyCode) {
        return (keyCode >= '0' && keyCode <= '9') || (keyCode >= 'A' && keyCode <= 'Z');
    }
}

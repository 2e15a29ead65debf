// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import app.pixel.lab.simulation.PlayerInput.Position;
import app.pixel.lab.simulation.PlayerInput.Press;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that steers a camera through a room, as the players hold and moved it last. Immutable, as {@link Scene}.
 *
 * @param keys codes of the keys that are down
 * @param axes of a gamepad, by Epic's numbers: 1 and 2 are the left stick, 3 is the right one's first
 * @param yaw to the right by mouse and touch, in radians
 * @param pitch upwards by mouse and touch, in radians
 * @param clicks so far
 * @param clicked the place of the latest click
 * @param finger the place of a finger that is down
 */
record Controls(
        Set<Integer> keys,
        Map<Integer, Double> axes,
        double yaw,
        double pitch,
        int clicks,
        Position clicked,
        @Nullable Position finger) {

    static final Controls IDLE = new Controls(Set.of(), Map.of(), 0, 0, 0, new Position(0.5, 0.5), null);

    /** A mouse that crosses the picture turns the camera by twice this. */
    private static final double YAW_A_HALF = 0.9;

    private static final double PITCH_A_HALF = 0.5;
    private static final double MOST_PITCH = 1;
    private static final double STICK_AT_REST = 0.15;

    Controls {
        keys = Set.copyOf(keys);
        axes = Map.copyOf(axes);
    }

    /** The controls after an input; an input that steers nothing returns these. */
    Controls after(PlayerInput input) {
        return switch (input) {
            case PlayerInput.KeyDown key -> withKey(key.keyCode(), true);
            case PlayerInput.KeyUp key -> withKey(key.keyCode(), false);
            case PlayerInput.MouseMove move -> turned(move.deltaX(), move.deltaY());
            case PlayerInput.MouseButton button -> button.press() == Press.UP ? this : clickedAt(button.at());
            case PlayerInput.Touches touched -> touchedBy(touched.down(), touched.touches());
            case PlayerInput.GamepadAxis axis -> withAxis(axis.axis(), axis.value());
            case PlayerInput.GamepadButton button ->
                button.down() && !button.repeat() ? clickedAt(new Position(0.5, 0.5)) : this;
            case PlayerInput.GamepadGone _ -> withAxes(Map.of());
            case PlayerInput.KeyPress _,
                    PlayerInput.MouseHover _,
                    PlayerInput.MouseWheel _,
                    PlayerInput.TextboxEntry _,
                    PlayerInput.UiInteraction _,
                    PlayerInput.Command _,
                    PlayerInput.LatencyTest _,
                    PlayerInput.Ask _,
                    PlayerInput.Unreadable _ -> this;
        };
    }

    /** The same view, with nothing held. */
    Controls released() {
        return new Controls(Set.of(), Map.of(), yaw, pitch, clicks, clicked, null);
    }

    boolean isDown(int keyCode) {
        return keys.contains(keyCode);
    }

    /** An axis from -1 to 1; a stick at rest never stands exactly in its middle. */
    double axis(int number) {
        double value = axes.getOrDefault(number, 0.0);
        return Math.abs(value) < STICK_AT_REST ? 0 : value;
    }

    private Controls withKey(int keyCode, boolean down) {
        Set<Integer> held = new HashSet<>(keys);
        if (down) {
            held.add(keyCode);
        } else {
            held.remove(keyCode);
        }
        return new Controls(held, axes, yaw, pitch, clicks, clicked, finger);
    }

    private Controls withAxis(int number, double value) {
        Map<Integer, Double> moved = new HashMap<>(axes);
        moved.put(number, value);
        return withAxes(moved);
    }

    private Controls withAxes(Map<Integer, Double> moved) {
        return new Controls(keys, moved, yaw, pitch, clicks, clicked, finger);
    }

    private Controls turned(double halfWidths, double halfHeights) {
        double higher = Math.clamp(pitch - halfHeights * PITCH_A_HALF, -MOST_PITCH, MOST_PITCH);
        return new Controls(keys, axes, yaw + halfWidths * YAW_A_HALF, higher, clicks, clicked, finger);
    }

    private Controls clickedAt(Position at) {
        return new Controls(keys, axes, yaw, pitch, clicks + 1, at, finger);
    }

    /** A finger drags the room along, so that the camera turns the other way. */
    private Controls touchedBy(boolean down, List<PlayerInput.Touch> touches) {
        if (!down || touches.isEmpty()) {
            return new Controls(keys, axes, yaw, pitch, clicks, clicked, null);
        }
        Position at = touches.getFirst().at();
        Position before = finger;
        Controls moved = before == null ? clickedAt(at) : turned(2 * (before.x() - at.x()), 2 * (before.y() - at.y()));
        return new Controls(moved.keys, moved.axes, moved.yaw, moved.pitch, moved.clicks, moved.clicked, at);
    }
}

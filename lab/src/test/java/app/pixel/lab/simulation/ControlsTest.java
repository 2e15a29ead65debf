// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.simulation.PlayerInput.Position;
import app.pixel.lab.simulation.PlayerInput.Press;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlsTest {

    private static final Position MIDDLE = new Position(0.5, 0.5);

    @Test
    void a_key_is_held_until_it_comes_up() {
        Controls held = after(new PlayerInput.KeyDown('W', false), new PlayerInput.KeyDown('W', true));

        assertThat(held.isDown('W')).isTrue();
        assertThat(held.after(new PlayerInput.KeyUp('W'))).isEqualTo(Controls.IDLE);
    }

    @Test
    void a_mouse_that_moves_to_the_right_turns_to_the_right() {
        assertThat(after(new PlayerInput.MouseMove(MIDDLE, 0.2, 0)).yaw()).isPositive();
    }

    @Test
    void looking_up_has_an_end() {
        Controls up = Controls.IDLE;
        for (int i = 0; i < 1_000; i++) {
            up = up.after(new PlayerInput.MouseMove(MIDDLE, 0, -1));
        }

        assertThat(up.pitch()).isEqualTo(1);
    }

    @Test
    void a_press_is_one_click() {
        Controls clicked = after(
                new PlayerInput.MouseButton(Press.DOWN, 0, new Position(0.2, 0.3)),
                new PlayerInput.MouseButton(Press.UP, 0, new Position(0.2, 0.3)));

        assertThat(clicked.clicks()).isEqualTo(1);
        assertThat(clicked.clicked()).isEqualTo(new Position(0.2, 0.3));
    }

    @Test
    void a_finger_drags_the_room_along() {
        Controls dragged = after(touch(0.5), touch(0.4));

        assertThat(dragged.clicks()).isEqualTo(1);
        assertThat(dragged.yaw()).isPositive();
        assertThat(dragged.after(new PlayerInput.Touches(false, List.of())).finger())
                .isNull();
    }

    @Test
    void a_stick_at_rest_moves_nothing() {
        assertThat(after(new PlayerInput.GamepadAxis(0, 1, 0.1)).axis(1)).isZero();
        assertThat(after(new PlayerInput.GamepadAxis(0, 1, 0.8)).axis(1)).isEqualTo(0.8);
    }

    @Test
    void a_gamepad_that_goes_lets_its_sticks_go() {
        assertThat(after(new PlayerInput.GamepadAxis(0, 1, 1), new PlayerInput.GamepadGone(0)))
                .isEqualTo(Controls.IDLE);
    }

    @Test
    void an_input_that_steers_nothing_changes_nothing() {
        assertThat(after(new PlayerInput.Unreadable("noise"), new PlayerInput.TextboxEntry("a")))
                .isSameAs(Controls.IDLE);
    }

    private static PlayerInput touch(double x) {
        return new PlayerInput.Touches(true, List.of(new PlayerInput.Touch(new Position(x, 0.5), 0, 255)));
    }

    private static Controls after(PlayerInput... inputs) {
        Controls controls = Controls.IDLE;
        for (PlayerInput input : inputs) {
            controls = controls.after(input);
        }
        return controls;
    }
}

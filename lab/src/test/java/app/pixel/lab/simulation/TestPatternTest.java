// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.simulation.Picture.Colour;
import app.pixel.lab.simulation.PlayerInput.Position;
import app.pixel.lab.simulation.PlayerInput.Press;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestPatternTest {

    private static final Position MIDDLE = new Position(0.5, 0.5);

    @ParameterizedTest
    @ValueSource(strings = {"1280x720", "640x360", "64x64", "1920x1080"})
    void the_pointer_turns_from_green_to_yellow_while_pressed(String size) {
        VideoSize video = VideoSize.parse(size);
        TestPattern pattern = new TestPattern("ue-1", video);
        Scene moved = Scene.EMPTY.after(new PlayerInput.MouseMove(MIDDLE, 0, 0));
        Scene pressed = moved.after(new PlayerInput.MouseButton(Press.DOWN, 0, MIDDLE));

        assertThat(pattern.paint(moved, 0, LocalTime.NOON).is(Colour.GREEN, video.width() / 2, video.height() / 2))
                .isTrue();
        assertThat(pattern.paint(pressed, 1, LocalTime.NOON).is(Colour.YELLOW, video.width() / 2, video.height() / 2))
                .isTrue();
    }

    @Test
    void a_click_leaves_a_mark_where_it_was() {
        Scene scene = Scene.EMPTY
                .after(new PlayerInput.MouseButton(Press.DOWN, 0, new Position(0.25, 0.5)))
                .after(new PlayerInput.MouseButton(Press.UP, 0, new Position(0.25, 0.5)))
                .after(new PlayerInput.MouseMove(new Position(0.75, 0.5), 0, 0));

        Picture picture = new TestPattern("ue-1", new VideoSize(640, 360)).paint(scene, 0, LocalTime.NOON);

        assertThat(picture.is(Colour.MAGENTA, 160, 180)).isTrue();
        assertThat(picture.is(Colour.GREEN, 480, 180)).isTrue();
        assertThat(picture.is(Colour.SLATE, 320, 180)).isTrue();
    }

    @Test
    void the_latest_key_can_be_read_back_with_the_frame_number() {
        Scene scene = Scene.EMPTY.after(new PlayerInput.KeyDown('W', false));

        Picture picture = new TestPattern("ue-1", new VideoSize(640, 360)).paint(scene, 4711, LocalTime.NOON);

        assertThat(bits(picture, 29, TestPattern.KEY_BITS)).isEqualTo('W');
        assertThat(bits(picture, 5, TestPattern.FRAME_BITS)).isEqualTo(4711);
    }

    @Test
    void a_held_key_counts_once() {
        Scene scene = Scene.EMPTY
                .after(new PlayerInput.KeyDown('A', false))
                .after(new PlayerInput.KeyDown('A', true))
                .after(new PlayerInput.KeyUp('A'));

        assertThat(scene.keys()).containsExactly("A");
    }

    @Test
    void frames_differ_without_any_input() {
        TestPattern pattern = new TestPattern("ue-1", new VideoSize(640, 360));
        boolean blockAtTheLeft = pattern.paint(Scene.EMPTY, 0, LocalTime.NOON).is(Colour.ORANGE, 8, 25 * 360 / 32 + 4);
        boolean stillThere = pattern.paint(Scene.EMPTY, 30, LocalTime.NOON).is(Colour.ORANGE, 8, 25 * 360 / 32 + 4);

        assertThat(blockAtTheLeft).isTrue();
        assertThat(stillThere).isFalse();
    }

    private static int bits(Picture picture, int row, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            boolean white = picture.brightnessAt((1 + i) * 20 + 10, row * 360 / 32) > 125;
            value = value << 1 | (white ? 1 : 0);
        }
        return value;
    }
}

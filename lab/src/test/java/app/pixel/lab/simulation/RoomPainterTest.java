// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.simulation.PlayerInput.Position;
import app.pixel.lab.simulation.PlayerInput.Press;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoomPainterTest {

    private static final VideoSize SIZE = new VideoSize(320, 180);
    private static final Position FLOOR = new Position(0.2, 0.8);

    private final List<VideoSize> slower = new ArrayList<>();
    private final RoomPainter painter = new RoomPainter("streamer-1", SIZE, 30, slower::add);

    @Test
    void a_walk_changes_the_picture() {
        List<Integer> before = paint(Controls.IDLE, 0);

        assertThat(paint(Controls.IDLE.after(new PlayerInput.KeyDown('W', false)), 0))
                .isNotEqualTo(before);
    }

    @Test
    void a_click_leaves_a_mark() {
        Controls moved = Controls.IDLE.after(new PlayerInput.MouseMove(FLOOR, 0.001, 0));
        List<Integer> before = paint(moved, 0);

        assertThat(paint(moved.after(new PlayerInput.MouseButton(Press.DOWN, 0, FLOOR)), 0))
                .isNotEqualTo(before);
    }

    @Test
    void the_next_visitor_finds_the_room_as_it_was() {
        List<Integer> before = paint(Controls.IDLE, 0);
        paint(Controls.IDLE.after(new PlayerInput.KeyDown('W', false)), 0);
        paint(Controls.IDLE.after(new PlayerInput.MouseButton(Press.DOWN, 0, FLOOR)), 0);

        assertThat(paint(Controls.IDLE, 0)).isEqualTo(before);
    }

    @Test
    void the_mirror_floats_although_no_input_comes() {
        assertThat(paint(Controls.IDLE, 0)).isNotEqualTo(paint(Controls.IDLE, 30));
    }

    @Test
    void streamers_with_neighbouring_names_have_distant_hues() {
        double first = RoomPainter.hueOf("streamer-1");
        double second = RoomPainter.hueOf("streamer-2");

        double apart = Math.abs(first - second);
        assertThat(Math.min(apart, 1 - apart)).isGreaterThan(0.25);
    }

    @Test
    void a_machine_that_is_too_slow_tells_once_that_it_draws_smaller() {
        RoomPainter hasty = new RoomPainter("streamer-1", SIZE, 120_000, slower::add);
        IntStream.range(0, 300).forEach(frame -> paint(hasty, Controls.IDLE, frame));

        assertThat(slower).containsExactly(new VideoSize(160, 90));
    }

    private List<Integer> paint(Controls controls, long frame) {
        return paint(painter, controls, frame);
    }

    private static List<Integer> paint(RoomPainter painter, Controls controls, long frame) {
        Picture picture = painter.paint(new Painter.Moment(Scene.EMPTY, controls, frame, LocalTime.NOON, -1));
        return IntStream.range(0, SIZE.width() * SIZE.height())
                .mapToObj(at -> picture.brightnessAt(at % SIZE.width(), at / SIZE.width()))
                .toList();
    }
}

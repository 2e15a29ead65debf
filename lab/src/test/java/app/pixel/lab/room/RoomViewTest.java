// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomViewTest {

    private static final int WIDTH = 160;
    private static final int HEIGHT = 90;
    private static final Camera AT_THE_ENTRANCE = new Camera(new Vec(0, 1.6, -3.3), 0, 0);
    private static final RoomView VIEW = new RoomView(WIDTH, HEIGHT, 0.5, new Dots());

    /** A board on which every other dot is lit. */
    private record Dots() implements Sign {
        @Override
        public int columns() {
            return 20;
        }

        @Override
        public int rows() {
            return 7;
        }

        @Override
        public boolean isLit(int column, int row) {
            return column % 2 == 0;
        }
    }

    @Test
    void every_pixel_is_a_colour_that_video_may_have() {
        for (double yaw = 0; yaw < 6.3; yaw += 0.3) {
            int[] pixels = VIEW.draw(new Camera(new Vec(1, 1.6, -2), yaw, 0.4), List.of());
            assertThat(pixels).hasSize(WIDTH * HEIGHT);
            assertThat(Arrays.stream(pixels)).allMatch(RoomViewTest::isVideo);
        }
    }

    @Test
    void the_same_room_looks_the_same_in_every_process() {
        int[] first = VIEW.draw(AT_THE_ENTRANCE, List.of()).clone();

        assertThat(new RoomView(WIDTH, HEIGHT, 0.5, new Dots()).draw(AT_THE_ENTRANCE, List.of()))
                .isEqualTo(first);
    }

    @Test
    void rooms_of_different_hues_look_different() {
        int[] first = VIEW.draw(AT_THE_ENTRANCE, List.of()).clone();

        assertThat(new RoomView(WIDTH, HEIGHT, 0, new Dots()).draw(AT_THE_ENTRANCE, List.of()))
                .isNotEqualTo(first);
    }

    @Test
    void a_lamp_is_white() {
        int[] pixels = VIEW.draw(new Camera(new Vec(0, 1.6, -1.5), 0, 1.2), List.of());

        assertThat(brightness(pixels, WIDTH / 2, HEIGHT / 2)).isGreaterThan(230);
    }

    @Test
    void a_corner_far_from_the_lamps_is_dim() {
        int[] pixels = VIEW.draw(new Camera(new Vec(-4.4, 1.6, -3.4), -2.4, -0.9), List.of());

        assertThat(brightness(pixels, WIDTH / 2, HEIGHT / 2)).isLessThan(150);
    }

    @Test
    void a_block_hides_what_is_behind_it() {
        Ball behind = Ball.spark(new Vec(0, 0.4, 1.5), 0);
        Ball before = Ball.spark(new Vec(0, 1.2, -1.5), 0);
        int[] without = VIEW.draw(AT_THE_ENTRANCE, List.of()).clone();

        assertThat(VIEW.draw(AT_THE_ENTRANCE, List.of(behind))).isEqualTo(without);
        assertThat(VIEW.draw(AT_THE_ENTRANCE, List.of(before))).isNotEqualTo(without);
    }

    @Test
    void a_camera_that_touches_a_wall_still_sees_the_room() {
        for (double yaw = 0; yaw < 6.3; yaw += 0.1) {
            Camera camera = new Camera(new Vec(Room.HALF_WIDTH - 1e-9, 1.6, Room.HALF_DEPTH - 1e-9), yaw, 0);
            assertThat(Arrays.stream(VIEW.draw(camera, List.of()))).allMatch(RoomViewTest::isVideo);
        }
    }

    @Test
    void a_ray_through_the_picture_meets_the_floor() {
        Vec met = VIEW.hit(AT_THE_ENTRANCE, 0.3, 0.95);

        assertThat(met.y()).isCloseTo(0, within(1e-9));
        assertThat(met.x()).isNegative();
        assertThat(met.z()).isGreaterThan(AT_THE_ENTRANCE.at().z());
    }

    @Test
    void a_click_meets_a_ball_only_where_it_is_drawn() {
        Ball ball = Ball.mirror(new Vec(0, 1.4, 0), 0);

        assertThat(VIEW.hits(AT_THE_ENTRANCE, 0.5, 0.55, ball)).isTrue();
        assertThat(VIEW.hits(AT_THE_ENTRANCE, 0.1, 0.55, ball)).isFalse();
    }

    @Test
    void a_visitor_never_stands_in_a_wall_or_a_block() {
        for (double x = -8; x <= 8; x += 0.25) {
            for (double z = -8; z <= 8; z += 0.25) {
                Vec standing = VIEW.standing(new Vec(x, 1.6, z));
                assertThat(Math.abs(standing.x())).isLessThanOrEqualTo(Room.HALF_WIDTH - 0.4);
                assertThat(Math.abs(standing.z())).isLessThanOrEqualTo(Room.HALF_DEPTH - 0.4);
                assertThat(Math.abs(standing.x()) < 0.84 && Math.abs(standing.z()) < 0.84)
                        .isFalse();
            }
        }
    }

    private static boolean isVideo(int pixel) {
        int y = pixel >> 16;
        int u = pixel >> 8 & 255;
        int v = pixel & 255;
        return y >= 16 && y <= 235 && u >= 16 && u <= 240 && v >= 16 && v <= 240;
    }

    private static int brightness(int[] pixels, int column, int row) {
        return pixels[row * WIDTH + column] >> 16;
    }
}

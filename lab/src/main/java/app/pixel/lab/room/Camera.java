// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.room;

/**
 * An eye in the room.
 *
 * @param at the place of the eye
 * @param yaw the angle to the right, in radians
 * @param pitch the angle upwards, in radians
 */
public record Camera(Vec at, double yaw, double pitch) {

    /** Half of the picture's height, seen from one unit away: a field of view of about 62 degrees. */
    private static final double HALF_HEIGHT = 0.6;

    Vec ahead() {
        return new Vec(Math.sin(yaw) * Math.cos(pitch), Math.sin(pitch), Math.cos(yaw) * Math.cos(pitch));
    }

    Vec right() {
        return new Vec(Math.cos(yaw), 0, -Math.sin(yaw));
    }

    Vec above() {
        return ahead().cross(right());
    }

    /** Pixels for each unit of a direction whose part {@link #ahead} is 1. */
    static double scale(int height) {
        return height / (2 * HALF_HEIGHT);
    }

    /** The direction of a place of the picture, by shares from 0 to 1 from its upper left corner. */
    Vec through(double x, double y, double aspect) {
        return ahead().plus(right().times((2 * x - 1) * HALF_HEIGHT * aspect))
                .plus(above().times((1 - 2 * y) * HALF_HEIGHT))
                .unit();
    }
}

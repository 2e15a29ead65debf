// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.room;

/**
 * A panel of light below the ceiling. Its extent makes soft shadows.
 *
 * @param centre of the lamp
 * @param reach half of its extent along x and z
 * @param light that it sends out
 */
record Lamp(Vec centre, Vec reach, Rgb light) {

    /** A place of the lamp, by two shares from 0 to 1. */
    Vec at(double right, double ahead) {
        return centre.plus(new Vec(reach.x() * (2 * right - 1), 0, reach.z() * (2 * ahead - 1)));
    }
}

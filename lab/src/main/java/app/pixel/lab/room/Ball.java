// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.room;

/**
 * A ball, which mirrors the room or glows by itself.
 *
 * @param colour of its mirror, or its light
 * @param glows true when it gives light instead of mirroring it
 */
public record Ball(Vec centre, double radius, Rgb colour, boolean glows) {

    /**
     * Makes a ball that mirrors the room.
     *
     * @param hue of the colour wheel; whole turns do not matter
     */
    public static Ball mirror(Vec centre, double hue) {
        return new Ball(centre, 0.42, Rgb.hue(hue), false);
    }

    /**
     * Makes a small ball of light.
     *
     * @param hue of the colour wheel; whole turns do not matter
     */
    public static Ball spark(Vec centre, double hue) {
        return new Ball(centre, 0.09, Rgb.hue(hue).times(2), true);
    }

    /** The distance at which a ray of unit length meets the ball; infinite when it misses. */
    double distance(Vec from, Vec direction) {
        Vec way = centre.minus(from);
        double along = way.dot(direction);
        double aside = way.dot(way) - along * along;
        if (along <= 0 || aside > radius * radius) {
            return Double.POSITIVE_INFINITY;
        }
        return along - Math.sqrt(radius * radius - aside);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.room;

/**
 * A rectangle that is seen from its front.
 *
 * @param corner the lower left corner, seen from the front
 * @param across the edge from there to the right
 * @param up the edge from there upwards
 * @param normal of unit length, towards the front
 */
record Panel(Vec corner, Vec across, Vec up, Paint paint, Vec normal) {

    Panel(Vec corner, Vec across, Vec up, Paint paint) {
        this(corner, across, up, paint, up.cross(across).unit());
    }

    /** The colour of a panel at a place of it, before light falls on it. */
    @FunctionalInterface
    interface Paint {
        /**
         * Returns the share of the light that the place reflects.
         *
         * @param right metres from the corner along {@link Panel#across}
         * @param above metres from the corner along {@link Panel#up}
         */
        Rgb at(double right, double above);
    }

    double width() {
        return across.length();
    }

    double height() {
        return up.length();
    }

    /** The place at these shares of both edges, each from 0 to 1. */
    Vec at(double right, double above) {
        return corner.plus(across.times(right)).plus(up.times(above));
    }

    /** The distance at which a ray meets the panel's front; infinite when it misses. */
    double distance(Vec from, Vec direction) {
        double towards = direction.dot(normal);
        if (towards >= 0) {
            return Double.POSITIVE_INFINITY;
        }
        double distance = corner.minus(from).dot(normal) / towards;
        Vec met = from.plus(direction.times(distance));
        double right = share(met, across);
        double above = share(met, up);
        boolean inside = right >= 0 && right <= 1 && above >= 0 && above <= 1;
        return distance > 0 && inside ? distance : Double.POSITIVE_INFINITY;
    }

    /** Returns how far along an edge a place of the panel is, from 0 to 1. */
    double share(Vec place, Vec edge) {
        return place.minus(corner).dot(edge) / edge.dot(edge);
    }
}

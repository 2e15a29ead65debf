// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.room;

import java.util.List;

/** A solid box that stands in the room. It casts shadows and stops a visitor who walks. */
record Block(Vec low, Vec high, Panel.Paint paint) {

    /** The sides and the top; the bottom stands on the floor. */
    List<Panel> panels() {
        double width = high.x() - low.x();
        double height = high.y() - low.y();
        double depth = high.z() - low.z();
        Vec up = new Vec(0, height, 0);
        return List.of(
                new Panel(low, new Vec(width, 0, 0), up, paint),
                new Panel(new Vec(high.x(), low.y(), low.z()), new Vec(0, 0, depth), up, paint),
                new Panel(new Vec(high.x(), low.y(), high.z()), new Vec(-width, 0, 0), up, paint),
                new Panel(new Vec(low.x(), low.y(), high.z()), new Vec(0, 0, -depth), up, paint),
                new Panel(new Vec(low.x(), high.y(), low.z()), new Vec(width, 0, 0), new Vec(0, 0, depth), paint));
    }

    /** Answers whether a ray meets the box nearer than {@code limit}. */
    boolean hides(Vec from, Vec direction, double limit) {
        double enters = 1e-6;
        double leaves = limit;
        for (int axis = 0; axis < 3; axis++) {
            double speed = part(direction, axis);
            double first = (part(low, axis) - part(from, axis)) / speed;
            double second = (part(high, axis) - part(from, axis)) / speed;
            enters = Math.max(enters, Math.min(first, second));
            leaves = Math.min(leaves, Math.max(first, second));
        }
        return enters < leaves;
    }

    /** The place nearest to {@code at} on the floor that keeps this distance from the box. */
    Vec pushOut(Vec at, double margin) {
        double left = low.x() - margin;
        double right = high.x() + margin;
        double front = low.z() - margin;
        double back = high.z() + margin;
        if (at.x() <= left || at.x() >= right || at.z() <= front || at.z() >= back) {
            return at;
        }
        double toLeft = at.x() - left;
        double toRight = right - at.x();
        double toFront = at.z() - front;
        double toBack = back - at.z();
        double nearest = Math.min(Math.min(toLeft, toRight), Math.min(toFront, toBack));
        if (nearest == toLeft || nearest == toRight) {
            return new Vec(nearest == toLeft ? left : right, at.y(), at.z());
        }
        return new Vec(at.x(), at.y(), nearest == toFront ? front : back);
    }

    private static double part(Vec of, int axis) {
        return switch (axis) {
            case 0 -> of.x();
            case 1 -> of.y();
            default -> of.z();
        };
    }
}

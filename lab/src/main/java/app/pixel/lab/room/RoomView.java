// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.room;

import java.util.List;

/**
 * Draws the room as a camera sees it. Light is computed once, when this is made, which takes a second or two of one
 * processor; a frame only copies lit pixels. Belongs to one thread; the pixels are reused for the next frame.
 */
public final class RoomView {

    private record Surface(Panel panel, Texture texture) {}

    private final Room room;
    private final List<Surface> surfaces;
    private final Canvas canvas;

    /**
     * Makes a view of a room of its own.
     *
     * @param hue of the room's accent, 0 to 1, by which visitors tell rooms apart
     */
    public RoomView(int width, int height, double hue, Sign sign) {
        room = new Room(Rgb.hue(hue), sign);
        canvas = new Canvas(width, height);
        Lighting lighting = room.lighting();
        surfaces = room.panels().stream()
                .map(panel -> new Surface(panel, new Texture(panel, lighting)))
                .toList();
    }

    /** The pixels of a frame, packed as {@code y << 16 | u << 8 | v} in limited-range BT.601. */
    public int[] draw(Camera camera, List<Ball> balls) {
        canvas.clear();
        surfaces.forEach(surface -> canvas.draw(surface.panel(), surface.texture(), camera));
        balls.forEach(ball -> draw(ball, camera));
        return canvas.pixels;
    }

    /** The place nearest to {@code at} at which a visitor can stand. */
    public Vec standing(Vec at) {
        return room.standing(at);
    }

    /** The place that a ray through the picture meets; balls are transparent to it. */
    public Vec hit(Camera camera, double x, double y) {
        Vec direction = camera.through(x, y, (double) canvas.width / canvas.height);
        double distance = surfaces.stream()
                .mapToDouble(surface -> surface.panel().distance(camera.at(), direction))
                .min()
                .orElseThrow();
        return camera.at().plus(direction.times(distance));
    }

    /** Answers whether a ray through the picture meets this ball. */
    public boolean hits(Camera camera, double x, double y, Ball ball) {
        Vec direction = camera.through(x, y, (double) canvas.width / canvas.height);
        return Double.isFinite(ball.distance(camera.at(), direction));
    }

    private void draw(Ball ball, Camera camera) {
        Vec way = ball.centre().minus(camera.at());
        double depth = way.dot(camera.ahead());
        if (depth <= ball.radius()) {
            return;
        }
        double scale = Camera.scale(canvas.height) / depth;
        double x = canvas.width / 2.0 + way.dot(camera.right()) * scale;
        double y = canvas.height / 2.0 - way.dot(camera.above()) * scale;
        double reach = 1.3 * ball.radius() * scale;
        for (int row = Math.max(0, (int) (y - reach)); row < Math.min(canvas.height, y + reach); row++) {
            for (int column = Math.max(0, (int) (x - reach)); column < Math.min(canvas.width, x + reach); column++) {
                draw(ball, camera, column, row);
            }
        }
    }

    private void draw(Ball ball, Camera camera, int column, int row) {
        Vec direction = camera.through(
                (column + 0.5) / canvas.width, (row + 0.5) / canvas.height, (double) canvas.width / canvas.height);
        double distance = ball.distance(camera.at(), direction);
        if (Double.isFinite(distance)) {
            double depth = distance * direction.dot(camera.ahead());
            canvas.plot(column, row, depth, pixel(ball, camera.at().plus(direction.times(distance)), direction));
        }
    }

    private int pixel(Ball ball, Vec place, Vec direction) {
        Vec normal = place.minus(ball.centre()).unit();
        double facing = -direction.dot(normal);
        if (ball.glows()) {
            return ball.colour().times(0.4 + 1.6 * facing * facing).pixel();
        }
        Vec mirrored = direction.plus(normal.times(2 * facing));
        return tinted(seen(place, mirrored), ball.colour(), facing);
    }

    /** The pixel that a ray meets in the room. */
    private int seen(Vec from, Vec direction) {
        Surface nearest = surfaces.getFirst();
        double distance = Double.POSITIVE_INFINITY;
        for (Surface surface : surfaces) {
            double here = surface.panel().distance(from, direction);
            if (here < distance) {
                distance = here;
                nearest = surface;
            }
        }
        Panel panel = nearest.panel();
        Vec met = from.plus(direction.times(distance));
        return nearest.texture().at(panel.share(met, panel.across()), panel.share(met, panel.up()));
    }

    /** Mirrors lose some light, least at their rim, and take on a little of their own colour. */
    private static int tinted(int pixel, Rgb colour, double facing) {
        int own = colour.times(0.5).pixel();
        double share = 0.22 + 0.25 * facing;
        return mixed(pixel >> 16 & 255, own >> 16 & 255, share) << 16
                | mixed(pixel >> 8 & 255, own >> 8 & 255, share) << 8
                | mixed(pixel & 255, own & 255, share);
    }

    private static int mixed(int mirrored, int own, double share) {
        return (int) (mirrored * (1 - share) + own * share);
    }
}

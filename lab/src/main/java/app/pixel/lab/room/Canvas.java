// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.room;

import java.util.Arrays;

/**
 * A picture that is being drawn, with the nearness of each pixel, so that what is behind stays hidden.
 *
 * <p>In a plane, {@code 1/z} and the place on the plane divided by {@code z} change evenly over the picture. A row of a
 * panel therefore costs three additions and one division a pixel.
 */
final class Canvas {

    /** Nothing nearer than this is drawn, in metres. */
    private static final double NEAR = 0.05;

    private static final int MOST_CORNERS = 8;

    final int width;
    final int height;
    /** Packed as {@link Rgb#pixel} packs them, from the upper left corner. */
    final int[] pixels;

    private final float[] nearness;
    private final double[] xs = new double[MOST_CORNERS];
    private final double[] ys = new double[MOST_CORNERS];

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        pixels = new int[width * height];
        nearness = new float[width * height];
    }

    void clear() {
        Arrays.fill(nearness, 0);
    }

    /** Draws a panel that faces the camera. */
    void draw(Panel panel, Texture texture, Camera camera) {
        if (camera.at().minus(panel.corner()).dot(panel.normal()) <= 0) {
            return;
        }
        int corners = project(panel, camera);
        if (corners >= 3) {
            new Span(panel, texture, camera).fill(corners);
        }
    }

    /** Draws one pixel when nothing nearer is there. */
    void plot(int column, int row, double distance, int pixel) {
        int at = row * width + column;
        float near = (float) (1 / distance);
        if (near > nearness[at]) {
            nearness[at] = near;
            pixels[at] = pixel;
        }
    }

    /** Cuts the panel at the near plane and puts its corners into {@link #xs} and {@link #ys}. */
    private int project(Panel panel, Camera camera) {
        Vec[] corners = {panel.at(0, 0), panel.at(1, 0), panel.at(1, 1), panel.at(0, 1)};
        int count = 0;
        for (int i = 0; i < corners.length; i++) {
            Vec here = corners[i].minus(camera.at());
            Vec next = corners[(i + 1) % corners.length].minus(camera.at());
            double z = here.dot(camera.ahead());
            double nextZ = next.dot(camera.ahead());
            if (z >= NEAR) {
                count = add(count, here, camera);
            }
            if (z >= NEAR != nextZ >= NEAR) {
                count = add(count, here.plus(next.minus(here).times((NEAR - z) / (nextZ - z))), camera);
            }
        }
        return count;
    }

    private int add(int count, Vec way, Camera camera) {
        double scale = Camera.scale(height) / way.dot(camera.ahead());
        xs[count] = width / 2.0 + way.dot(camera.right()) * scale;
        ys[count] = height / 2.0 - way.dot(camera.above()) * scale;
        return count + 1;
    }

    /** The three even changes of one panel over the picture, and the rows that they fill. */
    private final class Span {

        private final Texture texture;
        private final Even near;
        private final Even right;
        private final Even above;

        Span(Panel panel, Texture texture, Camera camera) {
            this.texture = texture;
            Vec way = panel.corner().minus(camera.at());
            Vec normal = panel.normal();
            near = even(normal.times(1 / way.dot(normal)), camera);
            right = along(panel.across(), way, texture.width, camera);
            above = along(panel.up(), way, texture.height, camera);
        }

        /** The texel along an edge, divided by the depth. */
        private Even along(Vec edge, Vec way, int texels, Camera camera) {
            Vec share = edge.times(texels / edge.dot(edge));
            return even(share, camera).minus(near.times(way.dot(share)));
        }

        /** The dot product of a direction through the picture with {@code part}, as it changes over the picture. */
        private Even even(Vec part, Camera camera) {
            double scale = Camera.scale(height);
            double x = part.dot(camera.right()) / scale;
            double y = -part.dot(camera.above()) / scale;
            double middle = part.dot(camera.ahead());
            return new Even(x, y, middle - x * (width / 2.0 - 0.5) - y * (height / 2.0 - 0.5));
        }

        void fill(int corners) {
            double top = Double.POSITIVE_INFINITY;
            double bottom = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < corners; i++) {
                top = Math.min(top, ys[i]);
                bottom = Math.max(bottom, ys[i]);
            }
            int last = Math.min(height - 1, (int) Math.ceil(bottom - 0.5) - 1);
            for (int row = Math.max(0, (int) Math.ceil(top - 0.5)); row <= last; row++) {
                fillRow(row, corners);
            }
        }

        private void fillRow(int row, int corners) {
            double line = row + 0.5;
            double left = Double.POSITIVE_INFINITY;
            double end = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < corners; i++) {
                int next = (i + 1) % corners;
                if (ys[i] <= line != ys[next] <= line) {
                    double x = xs[i] + (line - ys[i]) / (ys[next] - ys[i]) * (xs[next] - xs[i]);
                    left = Math.min(left, x);
                    end = Math.max(end, x);
                }
            }
            int first = Math.max(0, (int) Math.ceil(left - 0.5));
            copy(row, first, Math.min(width, (int) Math.ceil(end - 0.5)));
        }

        /** Neighbouring pixels look a quarter of a texel apart, which hides the edges of large texels. */
        private void copy(int row, int from, int to) {
            float nearHere = (float) near.at(from, row);
            float rightHere = (float) right.at(from, row);
            float aboveHere = (float) above.at(from, row);
            float nearStep = (float) near.x();
            float rightStep = (float) right.x();
            float aboveStep = (float) above.x();
            int at = row * width + from;
            for (int column = from; column < to; column++, at++) {
                if (nearHere > nearness[at]) {
                    nearness[at] = nearHere;
                    float depth = 1 / nearHere;
                    float blur = (column + row & 1) == 0 ? -0.25f : 0.25f;
                    int x = Math.clamp((int) (rightHere * depth + blur), 0, texture.width - 1);
                    int y = Math.clamp((int) (aboveHere * depth + blur), 0, texture.height - 1);
                    pixels[at] = texture.texels[y * texture.width + x];
                }
                nearHere += nearStep;
                rightHere += rightStep;
                aboveHere += aboveStep;
            }
        }
    }

    /** A number that changes evenly over the picture. */
    private record Even(double x, double y, double base) {

        double at(int column, int row) {
            return base + x * column + y * row;
        }

        Even times(double factor) {
            return new Even(x * factor, y * factor, base * factor);
        }

        Even minus(Even other) {
            return new Even(x - other.x, y - other.y, base - other.base);
        }
    }
}

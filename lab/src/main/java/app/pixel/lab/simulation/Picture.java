// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A picture in I420: full-size brightness, and two colour planes at half the width and height. */
final class Picture {

    /** Limited-range BT.601, as video encoders expect it. */
    enum Colour {
        BLACK(16, 128, 128),
        SLATE(40, 140, 122),
        GREY(110, 128, 128),
        WHITE(235, 128, 128),
        RED(81, 90, 240),
        GREEN(145, 54, 34),
        MAGENTA(106, 202, 222),
        YELLOW(210, 16, 146),
        CYAN(170, 166, 16),
        ORANGE(150, 50, 190);

        private final byte y;
        private final byte u;
        private final byte v;

        Colour(int y, int u, int v) {
            this.y = (byte) y;
            this.u = (byte) u;
            this.v = (byte) v;
        }
    }

    private final VideoSize size;
    private final byte[] y;
    private final byte[] u;
    private final byte[] v;

    Picture(VideoSize size) {
        this.size = size;
        y = new byte[size.width() * size.height()];
        u = new byte[y.length / 4];
        v = new byte[y.length / 4];
    }

    VideoSize size() {
        return size;
    }

    void copyFrom(Picture other) {
        System.arraycopy(other.y, 0, y, 0, y.length);
        System.arraycopy(other.u, 0, u, 0, u.length);
        System.arraycopy(other.v, 0, v, 0, v.length);
    }

    /**
     * Takes pixels that are packed as {@code y << 16 | u << 8 | v}.
     *
     * @param detail how many of this picture's pixels each of them fills in both directions, 1 or 2
     */
    void load(int[] pixels, int detail) {
        int columns = size.width() / detail;
        for (int row = 0; row < size.height(); row++) {
            int from = row / detail * columns;
            int to = row * size.width();
            for (int column = 0; column < size.width(); column++) {
                y[to + column] = (byte) (pixels[from + column / detail] >> 16);
            }
            if (row % 2 == 0) {
                loadColours(pixels, from, row / 2 * (size.width() / 2), detail);
            }
        }
    }

    private void loadColours(int[] pixels, int from, int to, int detail) {
        for (int column = 0; column < size.width() / 2; column++) {
            int pixel = pixels[from + 2 * column / detail];
            u[to + column] = (byte) (pixel >> 8);
            v[to + column] = (byte) pixel;
        }
    }

    /** Fills a rectangle, cut to the picture and widened to whole colour samples. */
    void fill(int left, int top, int width, int height, Colour colour) {
        int fromX = Math.clamp(left, 0, size.width()) & ~1;
        int toX = Math.clamp(left + (long) width + 1, 0, size.width()) & ~1;
        int fromY = Math.clamp(top, 0, size.height()) & ~1;
        int toY = Math.clamp(top + (long) height + 1, 0, size.height()) & ~1;
        for (int row = fromY; row < toY && fromX < toX; row++) {
            Arrays.fill(y, row * size.width() + fromX, row * size.width() + toX, colour.y);
        }
        int half = size.width() / 2;
        for (int row = fromY / 2; row < toY / 2 && fromX < toX; row++) {
            Arrays.fill(u, row * half + fromX / 2, row * half + toX / 2, colour.u);
            Arrays.fill(v, row * half + fromX / 2, row * half + toX / 2, colour.v);
        }
    }

    /** Writes one line of text; what does not fit is cut off. */
    void write(int left, int top, int scale, String text, Colour colour) {
        int at = left;
        for (int character : text.codePoints().toArray()) {
            for (int column = 0; column < Glyphs.WIDTH; column++) {
                for (int row = 0; row < Glyphs.HEIGHT; row++) {
                    if (Glyphs.dot(character, column, row)) {
                        dot(at + column * scale, top + row * scale, scale, colour);
                    }
                }
            }
            at += (Glyphs.WIDTH + 1) * scale;
        }
    }

    /** Text is brightness only: at odd places the colour planes have no sample of its own. */
    private void dot(int left, int top, int scale, Colour colour) {
        for (int row = top; row < top + scale && row < size.height(); row++) {
            int from = Math.min(left, size.width());
            int to = Math.min(left + scale, size.width());
            Arrays.fill(y, row * size.width() + from, row * size.width() + to, colour.y);
        }
    }

    /** The brightness of a point, 16 (black) to 235 (white). */
    int brightnessAt(int column, int row) {
        return Byte.toUnsignedInt(y[row * size.width() + column]);
    }

    boolean is(Colour colour, int column, int row) {
        int sample = row / 2 * (size.width() / 2) + column / 2;
        return y[row * size.width() + column] == colour.y && u[sample] == colour.u && v[sample] == colour.v;
    }

    void copyTo(ByteBuffer intoY, int strideY, ByteBuffer intoU, int strideU, ByteBuffer intoV, int strideV) {
        copyPlane(y, size.width(), size.height(), intoY, strideY);
        copyPlane(u, size.width() / 2, size.height() / 2, intoU, strideU);
        copyPlane(v, size.width() / 2, size.height() / 2, intoV, strideV);
    }

    private static void copyPlane(byte[] from, int width, int height, ByteBuffer into, int stride) {
        for (int row = 0; row < height; row++) {
            into.put(row * stride, from, row * width, width);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.room;

/** A panel's lit pixels, from its lower left corner, packed as {@link Rgb#pixel} packs them. */
final class Texture {

    private static final double TEXELS_A_METRE = 56;
    /** Light changes more slowly than paint, so that it is computed at fewer places and mixed between them. */
    private static final double LIGHTS_A_METRE = 5;

    final int width;
    final int height;
    final int[] texels;

    Texture(Panel panel, Lighting lighting) {
        width = Math.max(2, (int) Math.ceil(panel.width() * TEXELS_A_METRE));
        height = Math.max(2, (int) Math.ceil(panel.height() * TEXELS_A_METRE));
        texels = new int[width * height];
        Rgb[][] lights = lights(panel, lighting);
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                double right = (column + 0.5) / width;
                double above = (row + 0.5) / height;
                Rgb paint = panel.paint().at(right * panel.width(), above * panel.height());
                texels[row * width + column] =
                        paint.times(between(lights, right, above)).pixel();
            }
        }
    }

    /** The pixel at these shares of both edges, each from 0 to 1. */
    int at(double right, double above) {
        int column = Math.clamp((int) (right * width), 0, width - 1);
        int row = Math.clamp((int) (above * height), 0, height - 1);
        return texels[row * width + column];
    }

    private static Rgb[][] lights(Panel panel, Lighting lighting) {
        int columns = 2 + (int) (panel.width() * LIGHTS_A_METRE);
        int rows = 2 + (int) (panel.height() * LIGHTS_A_METRE);
        Vec normal = panel.normal();
        Rgb[][] lights = new Rgb[rows][columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double right = (double) column / (columns - 1);
                double above = (double) row / (rows - 1);
                lights[row][column] = lighting.at(panel.at(right, above), normal);
            }
        }
        return lights;
    }

    private static Rgb between(Rgb[][] lights, double right, double above) {
        double x = right * (lights[0].length - 1);
        double y = above * (lights.length - 1);
        int column = Math.min((int) x, lights[0].length - 2);
        int row = Math.min((int) y, lights.length - 2);
        Rgb lower = lights[row][column].mixedWith(lights[row][column + 1], x - column);
        Rgb upper = lights[row + 1][column].mixedWith(lights[row + 1][column + 1], x - column);
        return lower.mixedWith(upper, y - row);
    }
}

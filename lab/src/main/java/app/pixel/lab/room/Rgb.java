// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.room;

/** Linear light: 1 is a white wall under full light, and lamps are brighter. */
record Rgb(double red, double green, double blue) {

    static final Rgb BLACK = new Rgb(0, 0, 0);

    static Rgb grey(double light) {
        return new Rgb(light, light, light);
    }

    /**
     * A strong colour.
     *
     * @param hue of the colour wheel, 0 to 1
     */
    static Rgb hue(double hue) {
        return new Rgb(wave(hue), wave(hue - 1.0 / 3), wave(hue - 2.0 / 3));
    }

    private static double wave(double turn) {
        double light = 0.5 + 0.5 * Math.cos(2 * Math.PI * turn);
        return 0.05 + 0.95 * light * light;
    }

    Rgb plus(Rgb other) {
        return new Rgb(red + other.red, green + other.green, blue + other.blue);
    }

    Rgb times(Rgb other) {
        return new Rgb(red * other.red, green * other.green, blue * other.blue);
    }

    Rgb times(double factor) {
        return new Rgb(red * factor, green * factor, blue * factor);
    }

    Rgb mixedWith(Rgb other, double share) {
        return times(1 - share).plus(other.times(share));
    }

    /** The pixel that shows this light: limited-range BT.601, packed as {@code y << 16 | u << 8 | v}. */
    int pixel() {
        double r = shown(red);
        double g = shown(green);
        double b = shown(blue);
        int y = (int) Math.round(16 + 65.481 * r + 128.553 * g + 24.966 * b);
        int u = (int) Math.round(128 - 37.797 * r - 74.203 * g + 112 * b);
        int v = (int) Math.round(128 + 112 * r - 93.786 * g - 18.214 * b);
        return y << 16 | u << 8 | v;
    }

    /** Bright light saturates slowly, as on film; a display's gamma is 2.2. */
    private static double shown(double light) {
        return Math.pow(1 - Math.exp(-1.6 * light), 1 / 2.2);
    }
}

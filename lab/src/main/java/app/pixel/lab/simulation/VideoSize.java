// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Width and height of a video in pixels: even, because its colour planes are half as wide and high. */
public record VideoSize(int width, int height) {

    private static final int SMALLEST = 64;
    private static final int LARGEST = 4096;
    private static final Pattern OPTION = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    public VideoSize {
        requireSane("width", width);
        requireSane("height", height);
    }

    /** Reads {@code 1280x720}. */
    public static VideoSize parse(String option) {
        Matcher matcher = OPTION.matcher(option);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("A video size looks like 1280x720, not like \"" + option + "\".");
        }
        return new VideoSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    private static void requireSane(String side, int pixels) {
        if (pixels < SMALLEST || pixels > LARGEST || pixels % 2 != 0) {
            throw new IllegalArgumentException("The video's %s must be even and between %d and %d, and is %d."
                    .formatted(side, SMALLEST, LARGEST, pixels));
        }
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}

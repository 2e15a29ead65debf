// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Letters of 5 by 7 dots, from {@code glyphs.txt}: one line a character, space to underscore, seven rows of dots each.
 * The JDK's own text drawing would need font libraries that a headless machine does not have.
 */
final class Glyphs {

    static final int WIDTH = 5;
    static final int HEIGHT = 7;

    private static final char FIRST = ' ';
    private static final List<String> LINES = load();

    private Glyphs() {}

    /** Returns true if the dot of a character is set. Small letters look like capitals, unknown characters like "?". */
    static boolean dot(int character, int column, int row) {
        int capital = Character.toUpperCase(character);
        int index = capital - FIRST;
        String line = LINES.get(index >= 0 && index < LINES.size() ? index : '?' - FIRST);
        return line.charAt(2 + row * (WIDTH + 1) + column) == '#';
    }

    private static List<String> load() {
        try (InputStream in = Objects.requireNonNull(Glyphs.class.getResourceAsStream("glyphs.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

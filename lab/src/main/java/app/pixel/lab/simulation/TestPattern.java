// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import app.pixel.lab.simulation.Picture.Colour;
import app.pixel.lab.simulation.PlayerInput.Position;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/**
 * Paints what a simulated streamer shows: its id, frame number and clock on top, a moving block, and everything that
 * its players do. A program can read it back after lossy coding:
 *
 * <ul>
 *   <li>the pointer is a green square centred on it, yellow while a button is down;
 *   <li>every click leaves a magenta square (the pointer's, twice as wide, so that it shows around it);
 *   <li>a finger is a cyan square;
 *   <li>{@link #KEY_BITS} cells at the bottom left are the code of the latest key, highest bit first, white for 1;
 *   <li>{@link #FRAME_BITS} cells below the top band are the frame number, likewise.
 * </ul>
 *
 * <p>One painter belongs to one thread; the picture it returns is reused for the next frame.
 */
final class TestPattern implements Painter {

    static final int KEY_BITS = 8;
    static final int FRAME_BITS = 16;

    /** A cell is this fraction of the width and of the height. */
    private static final int CELLS = 32;

    private static final int FRAME_ROW = 4;
    private static final int KEY_ROW = 28;
    private static final int BLOCK_ROW = 25;
    private static final int FIRST_COLUMN = 1;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final String id;
    private final VideoSize size;
    private final int scale;
    private final Picture background;
    private final Picture picture;

    TestPattern(String id, VideoSize size) {
        this.id = id;
        this.size = size;
        scale = Math.max(1, size.height() / 180);
        background = new Picture(size);
        picture = new Picture(size);
        paintBackground();
    }

    @Override
    public Picture paint(Moment moment) {
        return paint(moment.scene(), moment.frame(), moment.clock());
    }

    Picture paint(Scene scene, long frame, LocalTime clock) {
        picture.copyFrom(background);
        picture.write(
                2 * scale, row(1), scale, "%s  FRAME %06d  %s".formatted(id, frame, CLOCK.format(clock)), Colour.WHITE);
        bits(FRAME_ROW, FRAME_BITS, frame);
        movingBlock(frame);
        bits(KEY_ROW, KEY_BITS, scene.keyCode());
        int textColumn = column(FIRST_COLUMN + KEY_BITS + 1);
        picture.write(textColumn, row(KEY_ROW), scale, "KEYS " + String.join(" ", scene.keys()), Colour.WHITE);
        picture.write(textColumn, row(KEY_ROW + 2), scale, scene.words(), Colour.WHITE);
        scene.clicks().forEach(click -> square(click, 2 * pointerSide(), Colour.MAGENTA));
        scene.fingers().forEach(finger -> square(finger.at(), pointerSide(), Colour.CYAN));
        Position pointer = scene.pointer();
        if (pointer != null) {
            square(pointer, pointerSide(), scene.pressed() ? Colour.YELLOW : Colour.GREEN);
        }
        return picture;
    }

    private void paintBackground() {
        background.fill(0, 0, size.width(), size.height(), Colour.SLATE);
        background.fill(0, 0, size.width(), row(FRAME_ROW - 1), Colour.BLACK);
        background.fill(0, row(KEY_ROW - 1), size.width(), size.height() - row(KEY_ROW - 1), Colour.BLACK);
        Colour[] bars = {
            Colour.WHITE,
            Colour.YELLOW,
            Colour.CYAN,
            Colour.GREEN,
            Colour.MAGENTA,
            Colour.RED,
            Colour.ORANGE,
            Colour.GREY
        };
        for (int i = 0; i < bars.length; i++) {
            background.fill(column(20) + i * column(1), row(FRAME_ROW), column(1), row(1), bars[i]);
        }
    }

    private void movingBlock(long frame) {
        int span = size.width() - column(1);
        int step = (int) (frame * Math.max(2, size.width() / 160) % (2L * span));
        int left = step < span ? step : 2 * span - step;
        picture.fill(left, row(BLOCK_ROW), column(1), row(1), Colour.ORANGE);
    }

    private void bits(int row, int count, long value) {
        for (int i = 0; i < count; i++) {
            boolean set = (value >> (count - 1 - i) & 1) == 1;
            picture.fill(column(FIRST_COLUMN + i), row(row), column(1), row(2), set ? Colour.WHITE : Colour.BLACK);
        }
    }

    private void square(Position at, int side, Colour colour) {
        int centreX = (int) (at.x() * size.width());
        int centreY = (int) (at.y() * size.height());
        picture.fill(centreX - side / 2, centreY - side / 2, side, side, colour);
    }

    private int pointerSide() {
        return size.height() / 18;
    }

    private int column(int cell) {
        return size.width() * cell / CELLS;
    }

    private int row(int cell) {
        return size.height() * cell / CELLS;
    }
}

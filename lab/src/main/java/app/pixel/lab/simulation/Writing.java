// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import app.pixel.lab.room.Sign;

/** A line of text as a board of dots. */
record Writing(String text) implements Sign {

    private static final int STEP = Glyphs.WIDTH + 1;

    @Override
    public int columns() {
        return text.length() * STEP - 1;
    }

    @Override
    public int rows() {
        return Glyphs.HEIGHT;
    }

    @Override
    public boolean isLit(int column, int row) {
        int inLetter = column % STEP;
        return inLetter < Glyphs.WIDTH && Glyphs.dot(text.charAt(column / STEP), inLetter, row);
    }
}

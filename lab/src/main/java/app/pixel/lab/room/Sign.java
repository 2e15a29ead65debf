// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.room;

/** A board of dots that hangs on a wall, such as a name. */
public interface Sign {

    int columns();

    int rows();

    /** Answers whether a dot is lit; rows count from the top. */
    boolean isLit(int column, int row);
}

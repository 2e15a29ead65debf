// SPDX-License-Identifier: Apache-2.0
/**
 * What surrounds the product and is never shipped with it.
 *
 * <p>{@link app.pixel.lab.simulation} plays the parts that the platform does not bring along (Unreal), and
 * {@link app.pixel.lab.local} puts the whole platform around them on one machine. {@link app.pixel.lab.bench} measures
 * it. {@link app.pixel.lab.Lab} is the program.
 */
@NullMarked
package app.pixel.lab;

import org.jspecify.annotations.NullMarked;

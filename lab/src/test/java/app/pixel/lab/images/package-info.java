// SPDX-License-Identifier: Apache-2.0
/**
 * The images that a stack runs, built by the product's own command and started as a pod starts them.
 *
 * <p>{@link app.pixel.lab.images.ImageArchive} reads what a builder has written; an
 * {@link app.pixel.lab.images.ImageProcess} is its entry point, confined to the image's files.
 */
@NullMarked
package app.pixel.lab.images;

import org.jspecify.annotations.NullMarked;

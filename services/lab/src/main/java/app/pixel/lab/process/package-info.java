// SPDX-License-Identifier: Apache-2.0
/**
 * Other people's programs as child processes, which {@link app.pixel.lab.local} and {@link app.pixel.lab.cluster} start:
 * none outlives the JVM that started it, however that ends.
 */
@NullMarked
package app.pixel.lab.process;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * How other people's native code is started and left: a {@link app.pixel.lab.process.LeashedProcess} outlives no JVM that
 * started it, however that ends, and {@link app.pixel.lab.process.Exit} ends this JVM without a last word of the WebRTC
 * library.
 */
@NullMarked
package app.pixel.lab.process;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Processes of native code, from their start to their end.
 *
 * <p>A {@link app.pixel.lab.process.LeashedProcess} ends with the JVM that started it, however that JVM ends. A
 * {@link app.pixel.lab.process.JavaProgram} is one of our own programs as such a process.
 * {@link app.pixel.lab.process.Exit} ends this JVM without a last message of the WebRTC library.
 */
@NullMarked
package app.pixel.lab.process;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ./pixel bench}: figures of the platform on this machine, for people to read. Nothing here passes or fails.
 *
 * <p>Every figure is taken from a process of its own ({@link app.pixel.lab.bench.Subject}), started by the command line
 * and JVM options that {@code ./pixel run} and {@code ./pixel local} use, so that what loads it does not count.
 * {@link app.pixel.lab.bench.FirstPicture} is what a visitor waits for, {@link app.pixel.lab.bench.SidecarStart} what
 * every Unreal pod pays, {@link app.pixel.lab.bench.WaitingRoom} and {@link app.pixel.lab.bench.RelaySpeed} what the
 * matchmaker can carry, the latter beside a {@link app.pixel.lab.bench.BareRelay}. All of it is on 127.0.0.1 and bounded
 * in number and time, and each measures against {@link app.pixel.lab.bench.Machine}, which is printed first.
 */
@NullMarked
package app.pixel.lab.bench;

import org.jspecify.annotations.NullMarked;

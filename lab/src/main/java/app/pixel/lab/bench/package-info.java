// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ./pixel bench}: figures of the platform on this machine, for people to read. Nothing here passes or fails.
 *
 * <p>Each figure comes from a process of its own, a {@link app.pixel.lab.bench.Subject}, so that the load does not
 * count. It starts by the command line and JVM options of {@code ./pixel run} and {@code ./pixel local}.
 *
 * <ul>
 *   <li>{@link app.pixel.lab.bench.FirstPicture}: the time that a visitor waits for a picture.
 *   <li>{@link app.pixel.lab.bench.SidecarStart}: the price that each Unreal pod pays for its signalling server.
 *   <li>{@link app.pixel.lab.bench.WaitingRoom}: the players that a matchmaker can hold and match.
 *   <li>{@link app.pixel.lab.bench.RelaySpeed}: the messages that it relays, beside a
 *       {@link app.pixel.lab.bench.BareRelay}.
 * </ul>
 *
 * <p>All load stays on 127.0.0.1 and is bounded in number and time. {@link app.pixel.lab.bench.Machine} is printed
 * first.
 */
@NullMarked
package app.pixel.lab.bench;

import org.jspecify.annotations.NullMarked;

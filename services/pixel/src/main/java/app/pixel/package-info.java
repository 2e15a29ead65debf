// SPDX-License-Identifier: Apache-2.0
/**
 * The platform's services: one program, one image, a subcommand each.
 *
 * <p>{@link Pixel} parses a command line and runs the service it names. A player's way leads from
 * {@link app.pixel.player} (the page) to {@link app.pixel.matchmaker} (queue, match, relay) and on to
 * {@link app.pixel.signalling} (one beside every Unreal container). That fetches short-lived credentials from
 * {@link app.pixel.turn}. {@link app.pixel.podproxy} lets operators reach Unreal's REST port.
 *
 * <p>The matchmaker asks {@link app.pixel.admission} about every visitor, and about every signalling server that
 * reports. The parts that two or more services need are in {@link app.pixel.web}. Otherwise no service package knows
 * another.
 */
@NullMarked
package app.pixel;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The platform's services: one program, one image, a subcommand each.
 *
 * <p>{@link app.pixel.Pixel} parses a command line and runs the service it names. A player's way through leads from
 * {@link app.pixel.player} (the page) to {@link app.pixel.matchmaker} (queue, match, relay) to
 * {@link app.pixel.signalling} (one beside every Unreal container), which fetches short-lived credentials from
 * {@link app.pixel.turn}; {@link app.pixel.podproxy} lets operators reach Unreal's REST port. What two or more of
 * them need is in {@link app.pixel.web}; otherwise no service package knows another.
 */
@NullMarked
package app.pixel;

import org.jspecify.annotations.NullMarked;

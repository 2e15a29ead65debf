// SPDX-License-Identifier: Apache-2.0
/**
 * Serves the player's page, which {@code services/player} builds into the class path.
 *
 * <p>{@link app.pixel.player.PlayerCommand} is the command line; {@code PlayerSite} the web server; {@code SiteFiles} the
 * page's files, all in memory, so that a request can name nothing else; {@code PagePolicy} whom the page trusts, once for
 * browsers (headers) and once for the page's own script ({@code config.json}).
 */
@NullMarked
package app.pixel.player;

import org.jspecify.annotations.NullMarked;

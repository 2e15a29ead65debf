// SPDX-License-Identifier: Apache-2.0
/**
 * Serves the player's page, which {@code services/player} builds into the class path.
 *
 * <p>{@link PlayerCommand} is the command line, and {@link PlayerSite} the web server. {@link SiteFiles} holds the
 * page's files in memory, so that a request can name nothing else. It serves the Brotli and gzip forms that the build
 * made, which vertx-web's StaticHandler does not know. {@link PagePolicy} is the page's trust, once for browsers
 * (headers) and once for the page's own script ({@code config.json}).
 */
@NullMarked
package app.pixel.player;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import java.nio.file.Path;

/** How the application's world becomes clean after a visitor. */
sealed interface AfterSession {

    /** The next visitor finds the world as the last one left it. */
    record Keep() implements AfterSession {}

    /**
     * The application cleans its world by itself.
     *
     * @param action of its REST interface; a status of 2xx says that the world is clean
     */
    record Action(String action) implements AfterSession {}

    /**
     * The application's entry point starts the application anew.
     *
     * @param file the request for it. The entry point removes the file after the old application has ended and before
     *     the new one starts.
     */
    record Restart(Path file) implements AfterSession {}
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** On a terminal, services log warnings only, unless an option asks for more. */
final class LogLevel {

    /** Says "connection was closed", as an error, of every WebSocket through the edge that ends. */
    private static final String PROXY_CLIENT = "io.vertx.core.http.impl.HttpClientRequestImpl";

    private LogLevel() {}

    static void set(boolean verbose) {
        boolean asked = verbose || System.getenv("PIXEL_LOG_LEVEL") != null;
        if (!asked && LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.WARN);
            root.getLoggerContext().getLogger(PROXY_CLIENT).setLevel(Level.OFF);
        }
    }
}

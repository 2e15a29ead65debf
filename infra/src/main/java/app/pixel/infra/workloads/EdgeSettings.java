// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.settings.Settings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the world reaches the platform.
 *
 * @param host any host when absent
 * @param pathPrefix {@code ""} or {@code /game}
 * @param embedOrigins sites that may show the page in a frame
 * @param clientRequestsPerSecond of one client address, on average; 0 for no limit
 * @param clientConnections requests and sockets of one client address at a time; 0 for no limit
 */
record EdgeSettings(
        Optional<String> host,
        String pathPrefix,
        Tls tls,
        List<String> embedOrigins,
        int clientRequestsPerSecond,
        int clientConnections) {

    /** Empty, or segments of lower-case letters, digits and dashes. */
    static final Pattern PATH_PREFIX = Pattern.compile("(/[a-z0-9][a-z0-9-]*)*");

    /** The origin of the edge's certificate. */
    enum Tls {
        /** No certificate: plain HTTP, as on a laptop's cluster. */
        NONE,
        /** Let's Encrypt's staging directory: no browser trusts it, and its limits are generous. */
        STAGING,
        /** Let's Encrypt. */
        PRODUCTION
    }

    EdgeSettings {
        embedOrigins = List.copyOf(embedOrigins);
        if (tls != Tls.NONE && host.isEmpty()) {
            throw new IllegalArgumentException("pixel:tls is \"" + Settings.word(tls)
                    + "\", but a certificate needs a name: set pixel:host, or pixel:tls to \"none\".");
        }
    }

    static EdgeSettings from(Settings settings) {
        return new EdgeSettings(
                settings.optionalString("host").map(_ -> settings.hostname("host")),
                settings.optionalString("pathPrefix")
                        .map(_ -> settings.matching("pathPrefix", PATH_PREFIX, "a path such as /game, or \"\""))
                        .orElse(""),
                settings.choice("tls", Tls.class),
                settings.strings("embedOrigins"),
                settings.integer("clientRequestsPerSecond", 0, 100_000),
                settings.integer("clientConnections", 0, 100_000));
    }

    boolean hasCertificate() {
        return tls != Tls.NONE;
    }

    /** The address of the page; empty while any host name will do. */
    Optional<String> url() {
        return host.map(name -> (hasCertificate() ? "https://" : "http://") + name + pathPrefix + "/");
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one server was told on its command line, with sense. */
record SignallingOptions(
        String host,
        int playerPort,
        int streamerPort,
        int sfuPort,
        int operationsPort,
        EngineProfile engine,
        int maxPlayers,
        @Nullable HostAndPort matchmaker,
        @Nullable URI iceServersUrl,
        @Nullable String iceServersToken,
        Duration iceServersPatience,
        JsonObject peerConnectionOptions,
        @Nullable URI unrealRestUrl,
        Set<String> controlActions,
        int maxMessageBytes,
        Duration pingInterval,
        Duration gracePeriod,
        Duration sessionLease) {

    SignallingOptions {
        require(maxPlayers >= 0, "--max-players is a number of players, or 0 for no limit.");
        require(maxMessageBytes >= 1024, "--max-message-bytes is less than an offer needs.");
        require(pingInterval.isPositive(), "--ping-interval must be longer than nothing.");
        require(!gracePeriod.isNegative(), "--grace-period must not be negative.");
        require(!iceServersPatience.isNegative(), "--ice-servers-patience must not be negative.");
        require(!sessionLease.isNegative(), "--session-lease must not be negative.");
        requireHttp(iceServersUrl, "--ice-servers-url");
        requireHttp(unrealRestUrl, "--unreal-rest-url");
        controlActions = Set.copyOf(controlActions);
    }

    private static void requireHttp(@Nullable URI url, String flag) {
        require(
                url == null
                        || (url.getHost() != null
                                && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))),
                flag + " must be an http or https URL with a host.");
    }

    private static void require(boolean sensible, String sentence) {
        if (!sensible) {
            throw new IllegalArgumentException(sentence);
        }
    }
}

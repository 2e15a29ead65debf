// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.OperationsOptions;
import app.pixel.web.ReceiveLimits;
import app.pixel.web.SecretFile;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link SignallingServer}.
 *
 * @param engine the engine that streamers are taken for at first
 */
record SignallingOptions(
        OperationsOptions operations,
        PeerPorts ports,
        EngineProfile engine,
        Limits limits,
        Stay stay,
        Ice ice,
        ControlCalls control,
        AfterSession afterSession,
        Reports reports) {

    /**
     * Ports, each 0 for any free one.
     *
     * @param streamerTokens of which streamers and SFUs show one; without a file they need none
     */
    record PeerPorts(int players, int streamers, int sfus, Optional<SecretFile> streamerTokens) {}

    /**
     * Reports of changes.
     *
     * @param matchmaker where they go; null for nowhere
     * @param token that the matchmaker knows this server by
     */
    record Reports(@Nullable HostAndPort matchmaker, Optional<SecretFile> token) {}

    /**
     * Bounds of one peer.
     *
     * @param players for each streamer; 0 for no limit
     * @param pingInterval between two pings of a peer, which may leave two unanswered
     * @param player of what one player sends
     * @param requestTimeout the longest time without a new request on a connection that is no socket
     */
    record Limits(int players, int messageBytes, Duration pingInterval, ReceiveLimits player, Duration requestTimeout) {

        Limits {
            require(players >= 0, "--max-players is a number of players, or 0 for no limit.");
            require(messageBytes >= 1024, "--max-message-bytes is less than an offer needs.");
            require(pingInterval.isPositive(), "--ping-interval must be longer than nothing.");
        }
    }

    /**
     * How long players stay.
     *
     * @param gracePeriod after the server was told to stop
     * @param sessionLease after a session's socket is gone
     */
    record Stay(Duration gracePeriod, Duration sessionLease) {

        Stay {
            require(!gracePeriod.isNegative(), "--grace-period must not be negative.");
            require(!sessionLease.isNegative(), "--session-lease must not be negative.");
        }
    }

    /**
     * The source of ICE servers.
     *
     * @param url of the TURN API; null for the fixed options alone
     * @param token for it; never printed
     * @param patience of a streamer with a TURN API that fails
     * @param peerConnectionOptions fixed options for every peer connection
     */
    record Ice(@Nullable URI url, @Nullable String token, Duration patience, JsonObject peerConnectionOptions) {

        Ice {
            requireHttp(url, "--ice-servers-url");
            require(!patience.isNegative(), "--ice-servers-patience must not be negative.");
        }

        @Override
        public String toString() {
            return String.valueOf(url);
        }
    }

    /**
     * Calls of players to the application.
     *
     * @param url of its REST interface; null for none
     */
    record ControlCalls(@Nullable URI url, Set<String> actions) {

        ControlCalls {
            requireHttp(url, "--unreal-rest-url");
            actions = Set.copyOf(actions);
        }
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

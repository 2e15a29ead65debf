// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.lobby.Lobby;
import app.pixel.matchmaker.lobby.LobbyEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts that all sessions of a matchmaker share.
 *
 * @param lease how long a session outlives its socket; zero for not at all
 * @param patience how long an offered streamer may take to answer
 */
record SessionContext(
        Vertx vertx,
        SignallingClient signalling,
        SessionFinder finder,
        Lobby lobby,
        SessionTokens tokens,
        String alias,
        Duration lease,
        Duration patience) {

    private static final Logger log = LoggerFactory.getLogger(SessionContext.class);

    /** Reports whether sessions outlive their sockets at all. */
    boolean keepsSessions() {
        return !lease.isZero();
    }

    /** Records an event about a player, and logs a failure of the lobby. */
    Future<Void> record(String playerId, LobbyEvent event) {
        return lobby.record(event)
                .onFailure(failure -> log.atError()
                        .addKeyValue("playerId", playerId)
                        .setCause(failure)
                        .log("the lobby did not take an event"));
    }
}

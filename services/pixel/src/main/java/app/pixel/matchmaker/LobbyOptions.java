// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.lobby.Lobby;
import app.pixel.matchmaker.lobby.LobbyUrl;
import app.pixel.matchmaker.lobby.LocalLobby;
import app.pixel.matchmaker.lobby.RedisLobby;
import app.pixel.web.DurationConverter;
import app.pixel.web.SecretSources;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of the lobby, as a mixin. */
final class LobbyOptions {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--lobby",
            paramLabel = "memory|URL",
            defaultValue = "memory",
            description = "Where tickets, streamers and sessions are kept: memory, or the Redis or Valkey that several "
                    + "matchmakers share, as redis://HOST[:PORT][/DB] or rediss://… for TLS. A URL with a password, "
                    + "redis://:PASSWORD@HOST, is read from PIXEL_LOBBY only (default: ${DEFAULT-VALUE}).")
    private String lobby = "memory";

    @Option(
            names = "--place-kept",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "30s",
            description = "How long a visitor who lost the connection keeps the place (default: ${DEFAULT-VALUE}).")
    private Duration placeKept = Duration.ofSeconds(30);

    /**
     * Makes the lobby, on the event loop that will own it.
     *
     * @param sessionLease how long a session outlives its socket
     * @param sharesSecret whether the session secret may be the same for all replicas
     */
    Function<Vertx, Lobby> lobbies(Duration sessionLease, boolean sharesSecret) {
        if (lobby.equals("memory")) {
            return vertx -> new LocalLobby(vertx, placeKept, sessionLease, System::currentTimeMillis);
        }
        LobbyUrl url = new LobbyUrl(lobby);
        if (url.hasPassword()) {
            SecretSources.refuseFlag(spec, "--lobby");
        }
        if (!sharesSecret) {
            throw new IllegalArgumentException("A lobby that is shared needs a session secret that is shared too: "
                    + "set --session-secret-file or PIXEL_SESSION_SECRET.");
        }
        return vertx -> new RedisLobby(vertx, url, RedisLobby.Sharing.keeping(placeKept, sessionLease));
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.DurationConverter;
import app.pixel.web.OperationsOptions;
import app.pixel.web.ReceiveOptions;
import app.pixel.web.SecretFile;
import app.pixel.web.SecretSources;
import app.pixel.web.Service;
import app.pixel.web.ServiceCommand;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pixel signalling}: one signalling server, to run beside an Unreal application. */
@Command(
        name = "signalling",
        description = "Brings players and Unreal streamers together over WebSocket, as Epic's own server does.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class SignallingCommand implements ServiceCommand {

    private static final String TOKEN = "--ice-servers-token";
    private static final String AFTER_SESSION = "--after-session";
    private static final String AFTER_SESSION_ACTION = "--after-session-action";
    private static final String RESTART_FILE = "--restart-file";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--player-port",
            paramLabel = "PORT",
            defaultValue = "3000",
            description = "Port for players, and for GET /api/status, /api/streamers and /api/players"
                    + " (default: ${DEFAULT-VALUE}).")
    private int playerPort;

    @Option(
            names = "--streamer-port",
            paramLabel = "PORT",
            defaultValue = "8888",
            description = "Port for Unreal applications (default: ${DEFAULT-VALUE}).")
    private int streamerPort;

    @Option(
            names = "--sfu-port",
            paramLabel = "PORT",
            defaultValue = "8889",
            description = "Port for SFUs (default: ${DEFAULT-VALUE}).")
    private int sfuPort;

    @Mixin
    private final OperationsOptions operations = new OperationsOptions();

    @Mixin
    private final ReceiveOptions receiving = new ReceiveOptions();

    @Option(
            names = "--engine",
            paramLabel = "VERSION",
            defaultValue = "ue5",
            description = "Engine that streamers are taken for: ue5 (5.1 and later), ue5.0, ue4.27 or ue4.26"
                    + " (default: ${DEFAULT-VALUE}). Older ones are recognised when they come back.")
    private String engine = "ue5";

    @Option(
            names = "--max-players",
            paramLabel = "N",
            defaultValue = "0",
            description = "Players for each streamer, 0 for no limit (default: ${DEFAULT-VALUE}).")
    private int maxPlayers;

    @Option(
            names = "--matchmaker",
            paramLabel = "HOST:PORT",
            description = "Matchmaker to report to, over Epic's TCP protocol.")
    private @Nullable String matchmaker;

    @Option(
            names = "--matchmaker-token-file",
            paramLabel = "FILE",
            description = "Token that the matchmaker knows this server by: a shared one, or the ServiceAccount token of"
                    + " the pod. The file is read at each connection.")
    private @Nullable Path matchmakerTokenFile;

    @Option(
            names = "--streamer-token-file",
            paramLabel = "FILE",
            description = "Tokens, one a line, of which streamers and SFUs must show one, by ?token= or"
                    + " Authorization: Bearer. The file is read at each connection. Without it they need none, for"
                    + " streamers on the same machine or a network that is trusted.")
    private @Nullable Path streamerTokenFile;

    @Option(
            names = "--ice-servers-url",
            paramLabel = "URL",
            description = "TURN API that is asked for the ICE servers of each connection."
                    + " A bearer token for it is read from PIXEL_ICE_SERVERS_TOKEN.")
    private @Nullable URI iceServersUrl;

    @Option(
            names = "--ice-servers-patience",
            paramLabel = "DURATION",
            defaultValue = "20s",
            converter = DurationConverter.class,
            description = "How long a streamer waits for a TURN API that fails, since it is told ICE servers only once;"
                    + " players do without (default: ${DEFAULT-VALUE}).")
    private Duration iceServersPatience = Duration.ofSeconds(20);

    @Option(names = TOKEN, hidden = true)
    private @Nullable String iceServersToken;

    @Option(
            names = "--peer-connection-options",
            paramLabel = "JSON",
            defaultValue = "{}",
            description = "Options for every peer connection; its ICE servers serve when the TURN API does not answer"
                    + " (default: ${DEFAULT-VALUE}).")
    private String peerConnectionOptions = "{}";

    @Option(
            names = "--unreal-rest-url",
            paramLabel = "URL",
            description = "The application's REST interface, for the control messages of players.")
    private @Nullable URI unrealRestUrl;

    @Option(
            names = "--control-actions",
            paramLabel = "ACTION",
            split = ",",
            description = "Actions that players may call on it; without any, none.")
    private Set<String> controlActions = Set.of();

    @Option(
            names = "--max-message-bytes",
            paramLabel = "N",
            defaultValue = "1048576",
            description =
                    "Largest message; a connection that sends a larger one is closed (default: ${DEFAULT-VALUE}).")
    private int maxMessageBytes;

    @Option(
            names = "--ping-interval",
            paramLabel = "DURATION",
            defaultValue = "15s",
            converter = DurationConverter.class,
            description =
                    "Time between pings; a peer that leaves two unanswered is cut off (default: ${DEFAULT-VALUE}).")
    private Duration pingInterval = Duration.ofSeconds(15);

    @Option(
            names = "--grace-period",
            paramLabel = "DURATION",
            defaultValue = "25s",
            converter = DurationConverter.class,
            description = "How long players may play on after SIGTERM (default: ${DEFAULT-VALUE}).")
    private Duration gracePeriod = Duration.ofSeconds(25);

    @Option(
            names = "--session-lease",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "How long a session that a matchmaker named outlives its socket; 0s for not at all"
                    + " (default: ${DEFAULT-VALUE}).")
    private Duration sessionLease = Duration.ofSeconds(30);

    @Option(
            names = AFTER_SESSION,
            paramLabel = "WAY",
            defaultValue = "keep",
            description = "How the application's world becomes clean after its last visitor, before the next one:"
                    + " keep (it stays as it is), action or restart (default: ${DEFAULT-VALUE}).")
    private String afterSession = "keep";

    @Option(
            names = AFTER_SESSION_ACTION,
            paramLabel = "ACTION",
            description = "For " + AFTER_SESSION + " action: the action of the application's REST interface that cleans"
                    + " its world, and answers with 2xx when it is clean.")
    private @Nullable String afterSessionAction;

    @Option(
            names = RESTART_FILE,
            paramLabel = "PATH",
            description = "For " + AFTER_SESSION + " restart: a file that asks the application's entry point for a"
                    + " restart; the entry point removes it.")
    private @Nullable Path restartFile;

    @Override
    public Service service() {
        SecretSources.refuseFlag(spec, TOKEN);
        return new SignallingServer(new SignallingOptions(
                operations,
                new SignallingOptions.PeerPorts(
                        playerPort,
                        streamerPort,
                        sfuPort,
                        Optional.ofNullable(streamerTokenFile).map(SecretFile::new)),
                EngineProfile.named(engine),
                new SignallingOptions.Limits(
                        maxPlayers,
                        maxMessageBytes,
                        pingInterval,
                        receiving.limits(maxMessageBytes),
                        receiving.requestTimeout()),
                new SignallingOptions.Stay(gracePeriod, sessionLease),
                new SignallingOptions.Ice(iceServersUrl, iceServersToken, iceServersPatience, fixedOptions()),
                new SignallingOptions.ControlCalls(unrealRestUrl, controlActions),
                afterSession(),
                new SignallingOptions.Reports(
                        matchmakerAddress(),
                        Optional.ofNullable(matchmakerTokenFile).map(SecretFile::new))));
    }

    /** Longer than the players' grace, so that those who are left at its end get a close frame. */
    @Override
    public Duration gracePeriod() {
        return gracePeriod.plusSeconds(3);
    }

    private AfterSession afterSession() {
        return switch (afterSession) {
            case "keep" -> new AfterSession.Keep();
            case "action" -> {
                if (afterSessionAction == null || unrealRestUrl == null) {
                    throw new IllegalArgumentException(AFTER_SESSION + " action needs " + AFTER_SESSION_ACTION
                            + " and --unreal-rest-url: the action, and where it is.");
                }
                yield new AfterSession.Action(afterSessionAction);
            }
            case "restart" -> {
                if (restartFile == null) {
                    throw new IllegalArgumentException(AFTER_SESSION + " restart needs " + RESTART_FILE
                            + ": a path that the application's entry point watches.");
                }
                yield new AfterSession.Restart(restartFile);
            }
            default ->
                throw new IllegalArgumentException(
                        "%s is '%s'; it must be keep, action or restart.".formatted(AFTER_SESSION, afterSession));
        };
    }

    private @Nullable HostAndPort matchmakerAddress() {
        if (matchmaker == null) {
            return null;
        }
        HostAndPort address = HostAndPort.parseAuthority(matchmaker, -1);
        if (address == null || address.port() <= 0) {
            throw new IllegalArgumentException("--matchmaker must be HOST:PORT, as in matchmaker:9999.");
        }
        return address;
    }

    private JsonObject fixedOptions() {
        try {
            return PeerConnectionOptions.normalised(
                    peerConnectionOptions.isBlank() ? new JsonObject() : new JsonObject(peerConnectionOptions));
        } catch (DecodeException | ClassCastException malformed) {
            throw new IllegalArgumentException("--peer-connection-options must be a JSON object.", malformed);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(
                    "--peer-connection-options makes no sense: " + refused.getMessage() + ".", refused);
        }
    }
}

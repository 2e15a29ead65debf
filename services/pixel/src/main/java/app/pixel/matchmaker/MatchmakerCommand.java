// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.admission.AdmissionOptions;
import app.pixel.admission.StreamerTokenOptions;
import app.pixel.matchmaker.cost.StreamPods;
import app.pixel.web.DurationConverter;
import app.pixel.web.OperationsOptions;
import app.pixel.web.ReceiveOptions;
import app.pixel.web.SecretFile;
import app.pixel.web.SecretSources;
import app.pixel.web.Service;
import app.pixel.web.ServiceCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pixel matchmaker}. */
@Command(
        name = "matchmaker",
        description = "Queues visitors, matches them with free streamers, and relays between the two.",
        mixinStandardHelpOptions = true)
public final class MatchmakerCommand implements ServiceCommand {

    private static final Logger log = LoggerFactory.getLogger(MatchmakerCommand.class);
    private static final Duration PING_INTERVAL = Duration.ofSeconds(30);
    /** Before the match a page sends questions, and one offer at most. */
    private static final int LARGEST_EARLY_MESSAGE = 64 * 1024;

    private static final int SHORTEST_TOKEN = 16;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private OperationsOptions operations = new OperationsOptions();

    @Mixin
    private AdmissionOptions admission = new AdmissionOptions();

    @Mixin
    private LobbyOptions lobby = new LobbyOptions();

    @Mixin
    private OldStackOptions oldStacks = new OldStackOptions();

    @Mixin
    private StreamerTokenOptions streamerTokens = new StreamerTokenOptions();

    @Mixin
    private ReceiveOptions receiving = new ReceiveOptions();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "3000",
            description = "Port for players (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--report-port",
            paramLabel = "PORT",
            defaultValue = "9999",
            description = "TCP port for the reports of signalling servers (default: ${DEFAULT-VALUE}).")
    private int reportPort;

    @Option(
            names = "--pool",
            paramLabel = "NAME",
            defaultValue = "Stream",
            description =
                    "The one streamer name that players see, whichever streamer they get (default: ${DEFAULT-VALUE}).")
    private String pool = "Stream";

    @Option(
            names = "--streamer-timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "60s",
            description =
                    "A streamer whose signalling server is silent for this long is gone (default: ${DEFAULT-VALUE}).")
    private Duration streamerTimeout = Duration.ofSeconds(60);

    @Option(
            names = "--session-lease",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "30s",
            description = "How long a session keeps its streamer while its page is not connected; 0s for not at all "
                    + "(default: ${DEFAULT-VALUE}).")
    private Duration sessionLease = Duration.ofSeconds(30);

    @Option(
            names = "--grace-period",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "25s",
            description = "How long players may play on after SIGTERM, when sessions have a lease "
                    + "(default: ${DEFAULT-VALUE}).")
    private Duration gracePeriod = Duration.ofSeconds(25);

    @Option(
            names = "--offer-timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "10s",
            description = "How long a streamer that is offered may take to answer (default: ${DEFAULT-VALUE}).")
    private Duration offerTimeout = Duration.ofSeconds(10);

    @Option(
            names = "--stream-pods",
            paramLabel = "LABEL=VALUE",
            description = "Label of the stream pods in the matchmaker's own Kubernetes namespace, for instance "
                    + "app.kubernetes.io/name=stream: how many play in one becomes its deletion cost, so that scaling "
                    + "down takes an idle one first. Without it nothing is written to any cluster.")
    private @Nullable String streamPods;

    @Option(
            names = "--list-token-file",
            paramLabel = "FILE",
            description = "Bearer token that operators show at GET /list, which names the streamers and who plays "
                    + "there; else PIXEL_LIST_TOKEN; else there is no such page.")
    private @Nullable Path listTokenFile;

    @Option(
            names = "--operator-token-file",
            paramLabel = "FILE",
            description = "Tokens of operators, one NAME SCOPE TOKEN a line, with the scope read or operate, which may"
                    + " also read. They are for GET /list too. The file is read at each request, and the log names the"
                    + " operator.")
    private @Nullable Path operatorTokenFile;

    /** Hidden, as below. */
    @Option(names = "--list-token", hidden = true)
    private @Nullable String listToken;

    @Option(
            names = "--session-secret-file",
            paramLabel = "FILE",
            description = "Secret that signs session cookies, the same for all replicas; "
                    + "else PIXEL_SESSION_SECRET; else one that ends with the process.")
    private @Nullable Path sessionSecretFile;

    /** Hidden, because a command line is no place for a secret: it exists for its environment variable. */
    @Option(names = "--session-secret", hidden = true)
    private @Nullable String sessionSecret;

    @Override
    public Service service() {
        MatchmakerOptions options = new MatchmakerOptions(
                operations,
                port,
                reportPort,
                pool,
                new MatchmakerOptions.Spans(streamerTimeout, offerTimeout, PING_INTERVAL, sessionLease, gracePeriod),
                new MatchmakerOptions.Pages(receiving.limits(LARGEST_EARLY_MESSAGE), receiving.requestTimeout()),
                oldStacks.shown());
        return new Matchmaker(
                options,
                new Matchmaker.Secrets(tokens(), operators(), streamerTokens.tokens()),
                lobby.lobbies(sessionLease, sessionSecretFile != null || sessionSecret != null),
                streamPods(),
                admission.settings());
    }

    /** Longer than the players' grace, so that those who are left at its end get a close frame. */
    @Override
    public Duration gracePeriod() {
        return gracePeriod.plusSeconds(5);
    }

    private Optional<StreamPods> streamPods() {
        return streamPods == null ? Optional.empty() : Optional.of(new StreamPods(streamPods));
    }

    private SessionTokens tokens() {
        SecretSources.refuseFlag(spec, "--session-secret");
        return SecretSources.read(sessionSecretFile, sessionSecret)
                .map(SessionTokens::new)
                .orElseGet(() -> {
                    log.atInfo().log("no session secret: places in the queue end with this process");
                    return SessionTokens.ofThisProcess();
                });
    }

    private OperatorTokens operators() {
        return new OperatorTokens(
                listToken(), Optional.ofNullable(operatorTokenFile).map(SecretFile::new));
    }

    private byte @Nullable [] listToken() {
        SecretSources.refuseFlag(spec, "--list-token");
        byte[] token = SecretSources.read(listTokenFile, listToken).orElse(null);
        if (token != null && token.length < SHORTEST_TOKEN) {
            throw new IllegalArgumentException(
                    "The list token has %d bytes, fewer than %d.".formatted(token.length, SHORTEST_TOKEN));
        }
        return token;
    }
}

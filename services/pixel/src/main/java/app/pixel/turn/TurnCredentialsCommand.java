// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import app.pixel.web.DurationConverter;
import app.pixel.web.OperationsOptions;
import app.pixel.web.SecretFile;
import app.pixel.web.Service;
import app.pixel.web.ServiceCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pixel turn-credentials}. */
@Command(
        name = "turn-credentials",
        description = "Issues short-lived TURN credentials and the list of live relays to signalling servers.",
        mixinStandardHelpOptions = true)
public final class TurnCredentialsCommand implements ServiceCommand {

    /** Spelt as in an RTCConfiguration. */
    enum TransportPolicy {
        all,
        relay
    }

    @Mixin
    private OperationsOptions operations = new OperationsOptions();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "3000",
            description = "Port for signalling servers; 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port = 3000;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            required = true,
            description = {
                "The secrets shared with coturn, one a line. The first signs; coturn accepts them all, so that",
                "one can follow the other: add the new one below, wait for coturn to know it, swap the lines."
            })
    private Path secretFile = Path.of("");

    @Option(
            names = "--caller-token-file",
            paramLabel = "FILE",
            description = {
                "Bearer tokens of the callers that get credentials, one a line. Without it every caller does,",
                "so let only signalling servers reach the port."
            })
    private @Nullable Path callerTokenFile;

    @Option(
            names = "--ttl",
            paramLabel = "DURATION",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "How long credentials hold (default: ${DEFAULT-VALUE}).")
    private Duration ttl = Duration.ofMinutes(10);

    @Option(
            names = "--max-ttl",
            paramLabel = "DURATION",
            defaultValue = "24h",
            converter = DurationConverter.class,
            description = "The longest time that a caller gets by ?ttl=SECONDS (default: ${DEFAULT-VALUE}).")
    private Duration maxTtl = Duration.ofHours(24);

    @Option(
            names = "--turn-port",
            paramLabel = "PORT",
            defaultValue = "3478",
            description = "Port of every relay, UDP and TCP (default: ${DEFAULT-VALUE}).")
    private int turnPort = 3478;

    @Option(
            names = "--turns-port",
            paramLabel = "PORT",
            description = {
                "Port of every relay for TLS; none unless given. Browsers check the certificate against the",
                "relay's name, so name the relays in --relays."
            })
    private @Nullable Integer turnsPort;

    @Option(
            names = "--realm",
            paramLabel = "REALM",
            defaultValue = "app.pixel",
            description = {
                "Realm of the relays (default: ${DEFAULT-VALUE}). Only the log names it: clients learn the",
                "realm from the relay, and it is no part of the credentials."
            })
    private String realm = "app.pixel";

    @Option(
            names = "--ice-transport-policy",
            paramLabel = "all|relay",
            defaultValue = "all",
            description = "'relay' forces all media through TURN (default: ${DEFAULT-VALUE}).")
    private TransportPolicy transportPolicy = TransportPolicy.all;

    @Option(
            names = "--relays",
            paramLabel = "HOST",
            split = ",",
            description = {
                "The relays: addresses or DNS names, with commas between. Each client is sent to two of them,",
                "always the same while they are there."
            })
    private List<String> relays = new ArrayList<>();

    @Option(
            names = "--relays-from-nodes",
            paramLabel = "LABEL",
            description = {
                "Instead of --relays: every Kubernetes node with this label is a relay, at its ExternalIP, as",
                "long as it is schedulable and Ready, for instance app.pixel/turn=true."
            })
    private @Nullable String nodeLabel;

    @Option(
            names = "--relay-pods",
            paramLabel = "NAMESPACE/LABEL=VALUE",
            description = {
                "With --relays-from-nodes: only nodes on which a ready pod of this namespace and label runs are",
                "relays, for instance pixel-turn/app.kubernetes.io/name=coturn."
            })
    private @Nullable String relayPods;

    @Override
    public Service service() {
        return new TurnApi(options(), relayAddresses(), InstantSource.system());
    }

    private TurnApiOptions options() {
        return new TurnApiOptions(
                operations,
                port,
                new SecretFile(secretFile),
                new CallerTokens(Optional.ofNullable(callerTokenFile).map(SecretFile::new)),
                new Lifetime(ttl, maxTtl),
                realm,
                new IceServers(
                        turnPort,
                        turnsPort == null ? OptionalInt.empty() : OptionalInt.of(turnsPort),
                        transportPolicy.name()));
    }

    private RelayAddresses relayAddresses() {
        if (relays.isEmpty() == (nodeLabel == null)) {
            throw new IllegalArgumentException("Say where the relays are: either --relays or --relays-from-nodes.");
        }
        if (nodeLabel == null && relayPods != null) {
            throw new IllegalArgumentException("--relay-pods needs --relays-from-nodes, for the relays' addresses.");
        }
        return nodeLabel == null
                ? new FixedRelays(relays.stream().map(Relay::new).toList())
                : new NodeRelays(nodeLabel, Optional.ofNullable(relayPods).map(RelayPods::parse));
    }
}

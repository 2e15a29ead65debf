// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.objects.AccountRights;
import app.pixel.infra.objects.Labels;
import app.pixel.infra.objects.ReadAtStart;
import app.pixel.infra.objects.Scope;
import app.pixel.infra.objects.ServiceContainer;
import app.pixel.infra.objects.ServiceDeployment;
import app.pixel.infra.objects.Size;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Issues short-lived TURN credentials to signalling servers, for every relay there is. It finds relays by watching
 * nodes, which is all that its account may do.
 */
final class TurnCredentialsWorkload extends ComponentResource {

    static final String NAME = "turn-credentials";
    static final String API = "api";
    static final int API_PORT = 3000;

    private final Resource callerSecret;

    TurnCredentialsWorkload(Scope around, WorkloadSettings settings, PlatformSecrets secrets) {
        super("pixel:workloads:TurnCredentials", NAME, around.component());
        Scope scope = around.under(this);
        Labels labels = new Labels(NAME);

        List<Resource> needed = new ArrayList<>();
        needed.add(Turn.signingSecret(scope, labels, secrets));
        this.callerSecret = Turn.callerSecret(scope, labels, secrets);
        needed.add(callerSecret);
        needed.add(new AccountRights(scope, labels).inCluster("nodes", "list", "watch"));
        new ServiceDeployment(
                        scope.after(needed),
                        container(settings.turn()),
                        settings.image(),
                        new ReadAtStart(List.of(secrets.turn(), secrets.turnCaller())))
                .create(OptionalInt.of(2), true, Map.of());
        registerOutputs(Map.of());
    }

    /** The Secret that callers wait for. */
    Resource callerSecret() {
        return callerSecret;
    }

    static ServiceContainer container(TurnSettings turn) {
        return new ServiceContainer(
                        NAME,
                        List.of(
                                "--port",
                                String.valueOf(API_PORT),
                                "--secret-file",
                                Turn.SIGNING_FILE,
                                "--caller-token-file",
                                Turn.CALLER_FILE,
                                "--ttl",
                                turn.ttl().toSeconds() + "s",
                                "--turn-port",
                                String.valueOf(Turn.PORT),
                                "--realm",
                                Turn.REALM,
                                "--ice-transport-policy",
                                turn.relayOnly() ? "relay" : "all",
                                "--relays-from-nodes",
                                Turn.NODE_LABEL + "=true"),
                        Map.of(API, API_PORT),
                        new Size("50m", "192Mi", "500m", "384Mi"))
                .withSecretFiles(Turn.SIGNING_SECRET, Turn.CALLER_SECRET);
    }
}

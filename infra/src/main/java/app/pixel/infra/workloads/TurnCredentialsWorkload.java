// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.objects.AccountRights;
import app.pixel.infra.objects.Labels;
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
 * Issues short-lived TURN credentials to signalling servers, for the relays that are ready. It finds them by watching
 * nodes, and the pods of the relays' namespace. Its account may do nothing else.
 */
final class TurnCredentialsWorkload extends ComponentResource {

    static final String NAME = "turn-credentials";
    static final String API = "api";
    static final int API_PORT = 3000;

    private final Resource callerSecret;

    TurnCredentialsWorkload(Scope around, Scope relays, WorkloadSettings settings, PlatformSecrets secrets) {
        super("pixel:workloads:TurnCredentials", NAME, around.component());
        Scope scope = around.under(this);
        Labels labels = new Labels(NAME);

        List<Resource> needed = new ArrayList<>();
        needed.add(Turn.signingSecret(scope, labels, secrets));
        this.callerSecret = Turn.callerSecret(scope, labels, secrets);
        needed.add(callerSecret);
        AccountRights rights = new AccountRights(scope, labels);
        needed.add(rights.inCluster("nodes", "list", "watch"));
        needed.add(rights.inNamespaceOf(relays, "pods", "list", "watch"));
        // It reads both Secrets for every answer.
        new ServiceDeployment(scope.after(needed), container(settings.turn(), relays.namespace()), settings.image())
                .create(OptionalInt.of(2), true, Map.of());
        registerOutputs(Map.of());
    }

    /** The Secret that callers wait for. */
    Resource callerSecret() {
        return callerSecret;
    }

    static ServiceContainer container(TurnSettings turn, String relayNamespace) {
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
                                Turn.NODE_LABEL + "=true",
                                "--relay-pods",
                                relayNamespace + "/" + Labels.NAME + "=" + RelayWorkload.NAME),
                        Map.of(API, API_PORT),
                        new Size("50m", "192Mi", "500m", "384Mi"))
                .withSecretFiles(Turn.SIGNING_SECRET, Turn.CALLER_SECRET);
    }
}

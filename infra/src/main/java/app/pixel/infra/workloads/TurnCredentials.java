// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

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
final class TurnCredentials extends ComponentResource {

    static final String NAME = "turn-credentials";
    static final String API = "api";
    static final int API_PORT = 3000;

    /** The Secret with the tokens of those who may ask; stream pods and relays have it too. */
    static final String CALLER_SECRET = "turn-caller";

    static final String CALLER_KEY = "token";

    private static final String SIGNING_SECRET = TurnRelays.SECRET;
    private final Resource callerSecret;

    TurnCredentials(Scope around, WorkloadSettings settings, PlatformSecrets secrets) {
        super("pixel:workloads:TurnCredentials", NAME, around.component());
        Scope scope = around.under(this);
        Labels labels = new Labels(NAME);

        List<Resource> needed = new ArrayList<>();
        needed.add(Secrets.create(
                scope, labels, SIGNING_SECRET, secrets.turn().applyValue(text -> Map.of(TurnRelays.SECRET_KEY, text))));
        this.callerSecret = callerSecret(scope, labels, secrets);
        needed.add(callerSecret);
        needed.add(new AccountRights(scope, labels).inCluster("nodes", "list", "watch"));
        new ServiceDeployment(scope.after(needed), container(settings.turn()), settings.image())
                .create(OptionalInt.of(2), true, Map.of());
        registerOutputs(Map.of());
    }

    /** What those who ask wait for. */
    Resource callerSecret() {
        return callerSecret;
    }

    static Resource callerSecret(Scope scope, Labels labels, PlatformSecrets secrets) {
        return Secrets.create(
                scope, labels, CALLER_SECRET, secrets.turnCaller().applyValue(token -> Map.of(CALLER_KEY, token)));
    }

    static ServiceContainer container(TurnSettings turn) {
        return new ServiceContainer(
                        NAME,
                        List.of(
                                "--port",
                                String.valueOf(API_PORT),
                                "--secret-file",
                                Pods.secretFolder(SIGNING_SECRET) + "/" + TurnRelays.SECRET_KEY,
                                "--caller-token-file",
                                Pods.secretFolder(CALLER_SECRET) + "/" + CALLER_KEY,
                                "--ttl",
                                turn.ttl().toSeconds() + "s",
                                "--turn-port",
                                String.valueOf(CoturnPod.TURN_PORT),
                                "--realm",
                                CoturnPod.REALM,
                                "--ice-transport-policy",
                                turn.relayOnly() ? "relay" : "all",
                                "--relays-from-nodes",
                                TurnRelays.NODE_LABEL + "=true"),
                        Map.of(API, API_PORT),
                        new Size("50m", "192Mi", "500m", "384Mi"))
                .withSecretFiles(SIGNING_SECRET, CALLER_SECRET);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.objects.Labels;
import app.pixel.infra.objects.Pods;
import app.pixel.infra.objects.Scope;
import app.pixel.infra.objects.Secrets;
import com.pulumi.kubernetes.core.v1.Secret;
import java.util.Map;

/** The terms on which relays, the credentials service and signalling servers meet: each stands here once. */
final class Turn {

    static final String REALM = "app.pixel";
    static final int PORT = 3478;

    /** The nodes that relays run on, as a label and as a taint. */
    static final String NODE_LABEL = "app.pixel/turn";

    /** Signs credentials: coturn and the credentials service share it, each in its own namespace. */
    static final String SIGNING_SECRET = "turn-signing";

    static final String SIGNING_FILE = Pods.secretFolder(SIGNING_SECRET) + "/secrets";

    /** Allows its holder to ask for credentials: signalling servers and relays have it. */
    static final String CALLER_SECRET = "turn-caller";

    static final String CALLER_KEY = "token";
    static final String CALLER_FILE = Pods.secretFolder(CALLER_SECRET) + "/" + CALLER_KEY;

    private Turn() {}

    static Secret signingSecret(Scope scope, Labels labels, PlatformSecrets secrets) {
        return Secrets.create(
                scope, labels, SIGNING_SECRET, secrets.turn().applyValue(lines -> Map.of("secrets", lines)));
    }

    static Secret callerSecret(Scope scope, Labels labels, PlatformSecrets secrets) {
        return Secrets.create(
                scope, labels, CALLER_SECRET, secrets.turnCaller().applyValue(token -> Map.of(CALLER_KEY, token)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Objects;

/** Objects as one would write them for kubectl. Whatever a field is called, it reaches the API server. */
final class Manifests {

    private static final long PATIENCE_SECONDS = 120;

    private Manifests() {}

    static HasMetadata yaml(String text) {
        return Serialization.unmarshal(text, GenericKubernetesResource.class);
    }

    /**
     * Back when pods can be made in it, for which a controller gives it an account.
     *
     * @param level of the Pod Security standards: privileged, baseline or restricted
     */
    static void namespace(KubernetesClient client, String name, String level) {
        client.resource("""
                        apiVersion: v1
                        kind: Namespace
                        metadata:
                          name: %s
                          labels: {pod-security.kubernetes.io/enforce: %s}
                        """.formatted(name, level)).create();
        client.serviceAccounts()
                .inNamespace(name)
                .withName("default")
                .waitUntilCondition(Objects::nonNull, PATIENCE_SECONDS, SECONDS);
    }
}

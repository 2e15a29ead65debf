// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Objects as one would write them for kubectl. Whatever a field is called, it reaches the API server. */
final class Manifests {

    private Manifests() {}

    static HasMetadata yaml(String text) {
        return Serialization.unmarshal(text, GenericKubernetesResource.class);
    }

    /** @param level of the Pod Security standards: privileged, baseline or restricted */
    static void namespace(KubernetesClient client, String name, String level) {
        client.resource("""
                        apiVersion: v1
                        kind: Namespace
                        metadata:
                          name: %s
                          labels: {pod-security.kubernetes.io/enforce: %s}
                        """.formatted(name, level)).create();
    }
}

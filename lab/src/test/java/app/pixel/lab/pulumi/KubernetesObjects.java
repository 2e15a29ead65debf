// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import java.util.Map;
import java.util.Optional;

/** A store of Kubernetes objects. */
interface KubernetesObjects {

    /** Which object; its id is the provider's: {@code namespace/name}, or the name alone. */
    record Reference(String apiVersion, String kind, String namespace, String name) {

        static Reference of(Map<String, Object> object) {
            return new Reference(
                    Json.text(object, "apiVersion"),
                    Json.text(object, "kind"),
                    Json.text(object, "metadata", "namespace"),
                    Json.text(object, "metadata", "name"));
        }

        static Reference namespace(String name) {
            return new Reference("v1", "Namespace", "", name);
        }

        String id() {
            return namespace.isEmpty() ? name : namespace + "/" + name;
        }
    }

    Optional<Map<String, Object>> find(Reference reference);

    /** Makes it or changes it into this; throws what the provider would report when it is refused. */
    Map<String, Object> apply(Map<String, Object> object);

    /**
     * Validates objects in YAML as if they were applied to a namespace, without making any. Throws the API server's
     * objections.
     */
    void tryOut(String yaml, String namespace);

    /** Back when it is at work, as it is then; throws when it takes too long. */
    Map<String, Object> awaitReady(Reference reference);

    /** Back when it is gone. */
    void delete(Reference reference);
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.releases;

import app.pixel.infra.settings.Settings;
import java.util.Optional;
import java.util.regex.Pattern;

/** The place where Prometheus, Grafana and a lobby in the cluster keep their state. */
public sealed interface Storage {
    /** The size of a volume: the smallest of OCI's block volumes. */
    String SIZE = "50Gi";

    /** On the disk of the node, and gone with the pod. */
    record OfNodes() implements Storage {}

    /** On volumes of a class, the cluster's default when empty. They go with their namespace, as the class says. */
    record Volumes(Optional<String> storageClass) implements Storage {}

    static Storage from(Settings settings) {
        Pattern name = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
        Optional<String> storageClass = settings.optionalString("storageClass")
                .map(given -> settings.matching(
                        "storageClass", name, "a storage class's name such as oci-bv, \"none\", or \"\""));
        return storageClass.filter("none"::equals).isPresent() ? new OfNodes() : new Volumes(storageClass);
    }
}

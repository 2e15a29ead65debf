// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.releases;

import java.util.Map;

/**
 * The release of the cluster autoscaler for a cluster. It schedules as its own Kubernetes would, so it must have the
 * cluster's minor version.
 */
final class AutoscalerImage {
    /** The newest known patch of a minor version. 1.34.3 drains nodes of OCI as it should, and 1.34.0 does not. */
    private static final Map<String, String> NEWEST =
            Map.of("v1.33", "v1.33.3", "v1.34", "v1.34.3", "v1.35", "v1.35.0");

    private AutoscalerImage() {}

    /** A minor version that is not known here has a {@code .0} at least. */
    static String tag(String kubernetesVersion) {
        String minor = kubernetesVersion.replaceFirst("\\.\\d+$", "");
        return NEWEST.getOrDefault(minor, minor + ".0");
    }
}

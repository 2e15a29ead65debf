// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import java.util.Map;
import java.util.TreeMap;

/**
 * Services of the cluster that node pools have to know.
 *
 * @param nvidiaAddon OKE's NVIDIA device plugin serves the GPUs, and no release that shares them by time
 * @param autoscaler something decides the sizes of pools
 */
public record NodeServices(boolean nvidiaAddon, boolean autoscaler) {
    /** Keeps OKE's own device plugin off a node, which would offer each GPU a second time. */
    static final String NO_PLUGIN = "oci.oraclecloud.com/disable-gpu-device-plugin";

    Map<String, String> labels(NodePoolSpec pool) {
        Map<String, String> labels = new TreeMap<>(pool.labels());
        if (pool.role() == NodePoolSpec.Role.GPU && !nvidiaAddon) {
            labels.put(NO_PLUGIN, "true");
        }
        return labels;
    }
}

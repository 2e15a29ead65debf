// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import app.pixel.infra.cluster.Cluster;
import app.pixel.infra.cluster.ClusterSettings;
import app.pixel.infra.cluster.RunningCluster;
import app.pixel.infra.network.Network;
import app.pixel.infra.network.OciProviders;
import com.pulumi.resources.ComponentResourceOptions;

/** The platform, one statement a part; each part takes what the ones above made. */
final class PixelStreaming {
    PixelStreaming(String stack, StackConfig config) {
        String name = "pixel-" + stack;
        RunningCluster _ = cluster(name, config);
    }

    private static RunningCluster cluster(String name, StackConfig config) {
        return switch (config.cluster()) {
            case ClusterSettings.Existing existing -> Cluster.existing(name, existing);
            case ClusterSettings.Oke oke -> {
                var oci = new OciProviders(name, oke.account());
                var network = new Network(name, oke.account(), oci, oke.network(), ComponentResourceOptions.Empty);
                yield new Cluster(name, oke, oci, network, true, ComponentResourceOptions.Empty).running();
            }
        };
    }
}

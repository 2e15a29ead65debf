// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import app.pixel.infra.network.Network;
import com.pulumi.core.Output;
import com.pulumi.kubernetes.Provider;
import java.util.List;
import java.util.Optional;

/**
 * A cluster as releases and workloads see it.
 *
 * @param provider for every Kubernetes resource; there is no default one
 * @param oke what only a cluster of this stack's own has
 */
public record RunningCluster(Provider provider, Optional<Oke> oke) {

    /**
     * The cloud around the cluster.
     *
     * @param loadBalancers where the edge's load balancer lives, and what lets the world in to it
     * @param imageRepository {@code <registry>/<namespace>/<name>}, when the stack makes one
     */
    public record Oke(
            String region,
            Output<String> clusterId,
            String kubernetesVersion,
            List<AutoscaledPool> autoscaledPools,
            Network.Place loadBalancers,
            Optional<Output<String>> imageRepository) {}
}

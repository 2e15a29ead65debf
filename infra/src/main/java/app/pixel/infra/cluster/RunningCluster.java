// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import app.pixel.infra.network.Network;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.ProviderResource;
import com.pulumi.resources.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster as releases and workloads see it.
 *
 * @param provider for every Kubernetes resource; there is no default one
 * @param oke the cloud around a cluster of this stack's own
 */
public record RunningCluster(ProviderResource provider, Optional<Oke> oke) {

    /** Options of a component whose children are objects in this cluster. */
    public ComponentResourceOptions within(ComponentResourceOptions options) {
        return ComponentResourceOptions.merge(
                ComponentResourceOptions.builder().providers(provider).build(), options);
    }

    /** Nodes that relays need; a cluster of another owner has its own ways. */
    public List<? extends Resource> turnNodes() {
        return oke.map(Oke::turnNodes).orElse(List.of());
    }

    /** Nodes that streams need. */
    public List<? extends Resource> gpuNodes() {
        return oke.map(Oke::gpuNodes).orElse(List.of());
    }

    /**
     * The cloud around the cluster.
     *
     * @param loadBalancers where the edge's load balancer lives, and what lets the world in to it
     * @param edgeAddress the reserved public address of the edge, if the stack reserves one
     * @param outputs by name, for other stacks
     */
    public record Oke(
            String region,
            Output<String> clusterId,
            String kubernetesVersion,
            List<AutoscaledPool> autoscaledPools,
            List<? extends Resource> turnNodes,
            List<? extends Resource> gpuNodes,
            Network.Place loadBalancers,
            Optional<Output<String>> edgeAddress,
            Map<String, Output<String>> outputs) {}
}

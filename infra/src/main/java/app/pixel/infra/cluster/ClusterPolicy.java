// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import app.pixel.infra.network.OciTags;
import com.pulumi.core.Output;
import com.pulumi.oci.Identity.Policy;
import com.pulumi.oci.Identity.PolicyArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import java.util.stream.Stream;

/** The cluster's rights in the cloud, as statements of one policy: each names one principal and one compartment. */
final class ClusterPolicy {
    private ClusterPolicy() {}

    /** Its options name the provider of the tenancy's home region, where alone IAM changes. */
    static Policy declare(
            String name,
            String compartmentId,
            OciTags tags,
            Output<String> clusterId,
            boolean autoscaled,
            CustomResourceOptions options) {
        return new Policy(
                name,
                PolicyArgs.builder()
                        .compartmentId(compartmentId)
                        .name(name)
                        .freeformTags(tags.freeform())
                        .definedTags(tags.defined())
                        .description(
                                "What the cluster " + name + " may do: load balancer rules, autoscaling of its pools.")
                        .statements(clusterId.applyValue(id -> statements(compartmentId, id, autoscaled)))
                        .build(),
                options);
    }

    private static List<String> statements(String compartmentId, String clusterId, boolean autoscaled) {
        var loadBalancers = Stream.of(("Allow any-user to manage network-security-groups in compartment id %s"
                        + " where ALL {request.principal.type='cluster', request.principal.id='%s'}")
                .formatted(compartmentId, clusterId));
        return Stream.concat(loadBalancers, autoscaled ? autoscaler(compartmentId, clusterId) : Stream.of())
                .toList();
    }

    /** Workload identity: the rights belong to one service account of one cluster, not to every node. */
    private static Stream<String> autoscaler(String compartmentId, String clusterId) {
        return Stream.of(
                        "manage cluster-node-pools",
                        "manage instance-family",
                        "use subnets",
                        "read virtual-network-family",
                        "use vnics",
                        "inspect compartments")
                .map(right -> ("Allow any-user to %s in compartment id %s where ALL {request.principal.type='workload',"
                                + " request.principal.namespace='kube-system',"
                                + " request.principal.service_account='cluster-autoscaler',"
                                + " request.principal.cluster_id='%s'}")
                        .formatted(right, compartmentId, clusterId));
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import java.util.List;
import java.util.stream.Stream;

/** The cluster's rights in the cloud, as statements of one policy: each names one principal and one compartment. */
final class ClusterPolicy {
    private ClusterPolicy() {}

    static List<String> statements(String compartmentId, String clusterId, boolean autoscaled) {
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

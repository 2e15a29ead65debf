// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import app.pixel.infra.settings.Cidr;
import java.util.Optional;

/**
 * The subnets of the VCN's block. The offsets are those of the stack that this project replaces, so that addresses in
 * other firewalls stay true. In a /16 the API endpoint gets the first /28, and the TURN nodes get the /24 number 11.
 * The workers and the load balancers get the /22s 3 and 4.
 */
public record SubnetPlan(Cidr endpoint, Cidr workers, Cidr loadBalancers, Cidr turn, Optional<Cidr> bastion) {
    /** OCI keeps a subnet's first two addresses and its last one. */
    private static final int KEPT_BY_OCI = 3;

    public static SubnetPlan of(Cidr vcn) {
        return new SubnetPlan(
                vcn.subnet(28 - vcn.bits(), 0),
                vcn.subnet(6, 3),
                vcn.subnet(6, 4),
                vcn.subnet(8, 11),
                Optional.empty());
    }

    /** The same with a bastion, which gets the second /28. */
    SubnetPlan withBastion(Cidr vcn) {
        return new SubnetPlan(endpoint, workers, loadBalancers, turn, Optional.of(vcn.subnet(28 - vcn.bits(), 1)));
    }

    public static int nodesIn(Cidr subnet) {
        return (int) subnet.size() - KEPT_BY_OCI;
    }
}

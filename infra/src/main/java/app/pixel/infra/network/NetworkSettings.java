// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import app.pixel.infra.settings.Cidr;
import app.pixel.infra.settings.Settings;
import java.util.List;
import java.util.Optional;

/**
 * The addresses of an OKE stack.
 *
 * @param endpointCidrs blocks that may reach the Kubernetes API from outside the cluster's own nodes
 * @param existing a network of another owner; the stack makes its own where empty
 * @param hasBastion a way through Oracle's bastion service to a private endpoint
 * @param reservesEdgeAddress the edge keeps its public address for as long as the stack is there
 */
public record NetworkSettings(
        Cidr vcnCidr,
        Cidr podsCidr,
        Cidr servicesCidr,
        boolean privateEndpoint,
        List<Cidr> endpointCidrs,
        Optional<ExistingNetwork> existing,
        boolean hasBastion,
        boolean reservesEdgeAddress) {
    public NetworkSettings {
        if (existing.isEmpty() && (vcnCidr.bits() < 16 || vcnCidr.bits() > 20)) {
            throw new IllegalArgumentException(
                    ("pixel:vcnCidr is %s, but must be a block from /16 to /20: OCI makes no larger VCN,"
                                    + " and a smaller one has no room for the TURN nodes.")
                            .formatted(vcnCidr));
        }
        refuseOverlap("podsCidr", podsCidr, "vcnCidr", vcnCidr);
        refuseOverlap("servicesCidr", servicesCidr, "vcnCidr", vcnCidr);
        refuseOverlap("servicesCidr", servicesCidr, "podsCidr", podsCidr);
        if (!privateEndpoint && endpointCidrs.isEmpty()) {
            throw new IllegalArgumentException(
                    "pixel:endpointCidrs is empty, but a public API endpoint needs clients: name the addresses that"
                            + " pulumi and kubectl come from, or set pixel:privateEndpoint.");
        }
        endpointCidrs = List.copyOf(endpointCidrs);
        existing.ifPresent(network -> refuseOutside(network, vcnCidr));
        if (hasBastion) {
            refuseUselessBastion(privateEndpoint, endpointCidrs, existing.isPresent());
        }
    }

    public static NetworkSettings from(Settings settings) {
        return new NetworkSettings(
                settings.cidr("vcnCidr"),
                settings.cidr("podsCidr"),
                settings.cidr("servicesCidr"),
                settings.flag("privateEndpoint"),
                settings.cidrs("endpointCidrs"),
                ExistingNetwork.from(settings),
                settings.flag("bastion"),
                settings.flag("reserveEdgeAddress"));
    }

    public SubnetPlan subnets() {
        return existing.map(ExistingNetwork::plan).orElseGet(() -> {
            SubnetPlan plan = SubnetPlan.of(vcnCidr);
            return hasBastion ? plan.withBastion(vcnCidr) : plan;
        });
    }

    private static void refuseOutside(ExistingNetwork network, Cidr vcnCidr) {
        network.subnets().forEach((party, subnet) -> {
            if (!vcnCidr.contains(subnet.cidr())) {
                throw new IllegalArgumentException(
                        "pixel:existingNetwork.%s.cidr is %s, but must be inside pixel:vcnCidr, which is %s."
                                .formatted(ExistingNetwork.key(party), subnet.cidr(), vcnCidr));
            }
        });
    }

    private static void refuseUselessBastion(boolean privateEndpoint, List<Cidr> clients, boolean existing) {
        if (!privateEndpoint) {
            throw new IllegalArgumentException(
                    "pixel:bastion is true, but a public endpoint needs none: set pixel:privateEndpoint to true.");
        }
        if (clients.isEmpty()) {
            throw new IllegalArgumentException("pixel:bastion is true, but pixel:endpointCidrs is empty:"
                    + " name the addresses that may use the bastion.");
        }
        if (existing) {
            throw new IllegalArgumentException("pixel:bastion is true, but pixel:existingNetwork is another owner's:"
                    + " make the bastion where the network is made.");
        }
    }

    private static void refuseOverlap(String key, Cidr block, String otherKey, Cidr other) {
        if (block.overlaps(other)) {
            throw new IllegalArgumentException("pixel:%s is %s, but must not overlap pixel:%s, which is %s."
                    .formatted(key, block, otherKey, other));
        }
    }
}

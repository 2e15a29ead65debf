// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import app.pixel.infra.settings.Cidr;
import app.pixel.infra.settings.Settings;
import java.util.List;

/**
 * The addresses of an OKE stack.
 *
 * @param endpointCidrs blocks that may reach the Kubernetes API from outside the cluster's own nodes
 */
public record NetworkSettings(
        Cidr vcnCidr, Cidr podsCidr, Cidr servicesCidr, boolean privateEndpoint, List<Cidr> endpointCidrs) {
    public NetworkSettings {
        if (vcnCidr.bits() < 16 || vcnCidr.bits() > 20) {
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
    }

    public static NetworkSettings from(Settings settings) {
        return new NetworkSettings(
                settings.cidr("vcnCidr"),
                settings.cidr("podsCidr"),
                settings.cidr("servicesCidr"),
                settings.flag("privateEndpoint"),
                settings.cidrs("endpointCidrs"));
    }

    private static void refuseOverlap(String key, Cidr block, String otherKey, Cidr other) {
        if (block.overlaps(other)) {
            throw new IllegalArgumentException("pixel:%s is %s, but must not overlap pixel:%s, which is %s."
                    .formatted(key, block, otherKey, other));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import app.pixel.infra.network.TrafficRule.Party;
import app.pixel.infra.settings.Cidr;
import com.pulumi.core.Output;
import com.pulumi.oci.Bastion.Bastion;
import com.pulumi.oci.Bastion.BastionArgs;
import com.pulumi.oci.Core.SecurityList;
import com.pulumi.oci.Core.SecurityListArgs;
import com.pulumi.oci.Core.inputs.SecurityListEgressSecurityRuleArgs;
import com.pulumi.oci.Core.inputs.SecurityListEgressSecurityRuleTcpOptionsArgs;
import com.pulumi.resources.CustomResourceOptions;

/**
 * Oracle's bastion service in a subnet of its own: the way to a private API endpoint. Its network card can have no
 * security group, so the subnet's list lets it out, to the endpoint alone.
 */
final class BastionHost {
    private static final int API = 6443;
    private static final int LONGEST_SESSION_SECONDS = 10_800;

    private BastionHost() {}

    /** Declares it and gives its OCID, which {@code oci bastion session} takes. */
    static Output<String> declare(
            String name,
            OciAccount account,
            NetworkSettings settings,
            DeclaredSubnets subnets,
            Cidr block,
            CustomResourceOptions child) {
        String logicalName = name + "-bastion";
        var list = new SecurityList(
                logicalName,
                SecurityListArgs.builder()
                        .compartmentId(account.compartmentId())
                        .vcnId(subnets.vcnId())
                        .displayName(logicalName)
                        .freeformTags(account.tags().freeform())
                        .definedTags(account.tags().defined())
                        .egressSecurityRules(SecurityListEgressSecurityRuleArgs.builder()
                                .destination(settings.subnets().endpoint().toString())
                                .destinationType("CIDR_BLOCK")
                                .protocol("6")
                                .tcpOptions(SecurityListEgressSecurityRuleTcpOptionsArgs.builder()
                                        .min(API)
                                        .max(API)
                                        .build())
                                .build())
                        .build(),
                child);
        return new Bastion(
                        logicalName,
                        BastionArgs.builder()
                                .bastionType("STANDARD")
                                .compartmentId(account.compartmentId())
                                .name(logicalName)
                                .freeformTags(account.tags().freeform())
                                .definedTags(account.tags().defined())
                                .targetSubnetId(subnets.subnetId(Party.BASTION, block, list.id()))
                                .clientCidrBlockAllowLists(settings.endpointCidrs().stream()
                                        .map(Cidr::toString)
                                        .toList())
                                .maxSessionTtlInSeconds(LONGEST_SESSION_SECONDS)
                                .build(),
                        child)
                .id();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import app.pixel.infra.network.TrafficRule.Party;
import app.pixel.infra.settings.Cidr;
import com.pulumi.core.Output;
import com.pulumi.oci.Core.DefaultSecurityList;
import com.pulumi.oci.Core.DefaultSecurityListArgs;
import com.pulumi.oci.Core.InternetGateway;
import com.pulumi.oci.Core.InternetGatewayArgs;
import com.pulumi.oci.Core.NatGateway;
import com.pulumi.oci.Core.NatGatewayArgs;
import com.pulumi.oci.Core.RouteTable;
import com.pulumi.oci.Core.RouteTableArgs;
import com.pulumi.oci.Core.ServiceGateway;
import com.pulumi.oci.Core.ServiceGatewayArgs;
import com.pulumi.oci.Core.Subnet;
import com.pulumi.oci.Core.SubnetArgs;
import com.pulumi.oci.Core.Vcn;
import com.pulumi.oci.Core.VcnArgs;
import com.pulumi.oci.Core.inputs.RouteTableRouteRuleArgs;
import com.pulumi.oci.Core.inputs.ServiceGatewayServiceArgs;
import com.pulumi.oci.Core.outputs.GetServicesService;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;

/** A VCN of the stack's own, with its gateways, its routes and its subnets. */
final class DeclaredSubnets implements Subnets {
    private final String name;
    private final String compartmentId;
    private final OciTags tags;
    private final CustomResourceOptions child;
    private final Output<String> vcnId;
    private final RouteTable publicRoutes;
    private final RouteTable privateRoutes;

    DeclaredSubnets(
            String name,
            OciAccount account,
            Cidr block,
            Output<GetServicesService> services,
            CustomResourceOptions child) {
        this.name = name;
        this.compartmentId = account.compartmentId();
        this.tags = account.tags();
        this.child = child;
        var vcn = vcn(block, account.protect());
        this.vcnId = vcn.id();
        closeDefaultSecurityList(vcn);
        this.publicRoutes = publicRoutes();
        this.privateRoutes = privateRoutes(services);
    }

    @Override
    public Output<String> vcnId() {
        return vcnId;
    }

    @Override
    public Output<String> subnetId(Party party, Cidr block, boolean isPrivate) {
        String subnetName = name + "-" + SecurityGroups.word(party);
        return new Subnet(
                        subnetName, subnet(subnetName, party, block, isPrivate).build(), child)
                .id();
    }

    /** A subnet for what has no security group, such as a bastion: its own list lets its packets out. */
    Output<String> subnetId(Party party, Cidr block, Output<String> securityListId) {
        String subnetName = name + "-" + SecurityGroups.word(party);
        var args = subnet(subnetName, party, block, true).securityListIds(securityListId.applyValue(List::of));
        return new Subnet(subnetName, args.build(), child).id();
    }

    private SubnetArgs.Builder subnet(String subnetName, Party party, Cidr block, boolean isPrivate) {
        return SubnetArgs.builder()
                .compartmentId(compartmentId)
                .vcnId(vcnId)
                .cidrBlock(block.toString())
                .displayName(subnetName)
                .freeformTags(tags.freeform())
                .definedTags(tags.defined())
                .dnsLabel(SecurityGroups.word(party).replace("-", ""))
                .prohibitPublicIpOnVnic(isPrivate)
                .prohibitInternetIngress(isPrivate)
                .routeTableId((isPrivate ? privateRoutes : publicRoutes).id());
    }

    private Vcn vcn(Cidr block, boolean protect) {
        return new Vcn(
                name,
                VcnArgs.builder()
                        .compartmentId(compartmentId)
                        .cidrBlocks(block.toString())
                        .displayName(name)
                        .dnsLabel("pixel")
                        .freeformTags(tags.freeform())
                        .definedTags(tags.defined())
                        .build(),
                CustomResourceOptions.merge(
                        child, CustomResourceOptions.builder().protect(protect).build()));
    }

    /** A VCN's default list opens SSH to the world in every subnet that has no other list; here NSGs decide. */
    private void closeDefaultSecurityList(Vcn vcn) {
        new DefaultSecurityList(
                name + "-closed",
                DefaultSecurityListArgs.builder()
                        .manageDefaultResourceId(vcn.defaultSecurityListId())
                        .freeformTags(tags.freeform())
                        .definedTags(tags.defined())
                        .build(),
                child);
    }

    private RouteTable publicRoutes() {
        var internet = new InternetGateway(
                name + "-internet",
                InternetGatewayArgs.builder()
                        .compartmentId(compartmentId)
                        .vcnId(vcnId)
                        .displayName(name + "-internet")
                        .freeformTags(tags.freeform())
                        .definedTags(tags.defined())
                        .build(),
                child);
        return routes("public", world(internet.id()));
    }

    private RouteTable privateRoutes(Output<GetServicesService> services) {
        var nat = new NatGateway(
                name + "-nat",
                NatGatewayArgs.builder()
                        .compartmentId(compartmentId)
                        .vcnId(vcnId)
                        .displayName(name + "-nat")
                        .freeformTags(tags.freeform())
                        .definedTags(tags.defined())
                        .build(),
                child);
        var oracle = new ServiceGateway(
                name + "-services",
                ServiceGatewayArgs.builder()
                        .compartmentId(compartmentId)
                        .vcnId(vcnId)
                        .displayName(name + "-services")
                        .freeformTags(tags.freeform())
                        .definedTags(tags.defined())
                        .services(ServiceGatewayServiceArgs.builder()
                                .serviceId(services.applyValue(GetServicesService::id))
                                .build())
                        .build(),
                child);
        return routes(
                "private",
                world(nat.id()),
                RouteTableRouteRuleArgs.builder()
                        .networkEntityId(oracle.id())
                        .destination(services.applyValue(GetServicesService::cidrBlock))
                        .destinationType("SERVICE_CIDR_BLOCK")
                        .build());
    }

    private static RouteTableRouteRuleArgs world(Output<String> gatewayId) {
        return RouteTableRouteRuleArgs.builder()
                .networkEntityId(gatewayId)
                .destination(Cidr.WORLD.toString())
                .destinationType("CIDR_BLOCK")
                .build();
    }

    private RouteTable routes(String kind, RouteTableRouteRuleArgs... rules) {
        return new RouteTable(
                name + "-" + kind,
                RouteTableArgs.builder()
                        .compartmentId(compartmentId)
                        .vcnId(vcnId)
                        .displayName(name + "-" + kind)
                        .freeformTags(tags.freeform())
                        .definedTags(tags.defined())
                        .routeRules(rules)
                        .build(),
                child);
    }
}

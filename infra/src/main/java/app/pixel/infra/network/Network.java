// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import app.pixel.infra.network.TrafficRule.Party;
import app.pixel.infra.settings.Cidr;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.oci.Core.CoreFunctions;
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
import com.pulumi.oci.Core.inputs.GetServicesArgs;
import com.pulumi.oci.Core.inputs.RouteTableRouteRuleArgs;
import com.pulumi.oci.Core.inputs.ServiceGatewayServiceArgs;
import com.pulumi.oci.Core.outputs.GetServicesResult;
import com.pulumi.oci.Core.outputs.GetServicesService;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The VCN and everything in it that carries packets. */
public final class Network extends ComponentResource {
    private static final Pattern ALL_SERVICES = Pattern.compile("All .* Services In Oracle Services Network");

    /** A subnet, its addresses, and the security group of what lives there. */
    public record Place(Cidr block, Output<String> subnetId, Output<String> securityGroupId) {}

    private final String name;
    private final String compartmentId;
    private final CustomResourceOptions child;
    private final Place endpoint;
    private final Place workers;
    private final Place loadBalancers;
    private final Place turn;
    private final List<Resource> rules;

    @Export(
            name = "vcnId",
            refs = {String.class},
            tree = "[0]")
    private final Output<String> vcnId;

    public Network(
            String name,
            OciAccount account,
            OciProviders providers,
            NetworkSettings settings,
            ComponentResourceOptions options) {
        super("pixel:oci:Network", name, options);
        this.name = name;
        this.compartmentId = account.compartmentId();
        this.child = CustomResourceOptions.builder()
                .parent(this)
                .provider(providers.regional())
                .build();

        var vcn = vcn(settings.vcnCidr(), account.protect());
        this.vcnId = vcn.id();
        closeDefaultSecurityList(vcn);

        Output<GetServicesService> services = CoreFunctions.getServices(
                        GetServicesArgs.builder().build(), providers.functions())
                .applyValue(Network::allServices);
        RouteTable publicRoutes = publicRoutes();
        RouteTable privateRoutes = privateRoutes(services);
        var groups = new SecurityGroups(
                name,
                compartmentId,
                vcnId,
                settings.endpointCidrs(),
                services.applyValue(GetServicesService::cidrBlock),
                TrafficRule.ALL,
                child);

        this.rules = List.copyOf(groups.rules());
        var plan = SubnetPlan.of(settings.vcnCidr());
        RouteTable endpointRoutes = settings.privateEndpoint() ? privateRoutes : publicRoutes;
        this.endpoint = place(groups, Party.ENDPOINT, plan.endpoint(), endpointRoutes, settings.privateEndpoint());
        this.workers = place(groups, Party.WORKERS, plan.workers(), privateRoutes, true);
        this.loadBalancers = place(groups, Party.LOAD_BALANCERS, plan.loadBalancers(), publicRoutes, false);
        this.turn = place(groups, Party.TURN, plan.turn(), publicRoutes, false);
        registerOutputs(Map.of("vcnId", vcnId));
    }

    public Output<String> vcnId() {
        return vcnId;
    }

    /** The rules of all security groups: a cluster needs them to its end, though none of its properties says so. */
    public List<Resource> rules() {
        return rules;
    }

    public Place endpoint() {
        return endpoint;
    }

    public Place workers() {
        return workers;
    }

    public Place loadBalancers() {
        return loadBalancers;
    }

    public Place turn() {
        return turn;
    }

    private Vcn vcn(Cidr block, boolean protect) {
        return new Vcn(
                name,
                VcnArgs.builder()
                        .compartmentId(compartmentId)
                        .cidrBlocks(block.toString())
                        .displayName(name)
                        .dnsLabel("pixel")
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
                        .build(),
                child);
        var oracle = new ServiceGateway(
                name + "-services",
                ServiceGatewayArgs.builder()
                        .compartmentId(compartmentId)
                        .vcnId(vcnId)
                        .displayName(name + "-services")
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
                        .routeRules(rules)
                        .build(),
                child);
    }

    private Place place(SecurityGroups groups, Party party, Cidr block, RouteTable routes, boolean isPrivate) {
        String subnetName = name + "-" + SecurityGroups.word(party);
        var subnet = new Subnet(
                subnetName,
                SubnetArgs.builder()
                        .compartmentId(compartmentId)
                        .vcnId(vcnId)
                        .cidrBlock(block.toString())
                        .displayName(subnetName)
                        .dnsLabel(SecurityGroups.word(party).replace("-", ""))
                        .prohibitPublicIpOnVnic(isPrivate)
                        .prohibitInternetIngress(isPrivate)
                        .routeTableId(routes.id())
                        .build(),
                child);
        return new Place(block, subnet.id(), groups.id(party));
    }

    private static GetServicesService allServices(GetServicesResult result) {
        return result.services().stream()
                .filter(service -> ALL_SERVICES.matcher(service.name()).matches())
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("OCI names no service that stands for all of them in this region"));
    }
}

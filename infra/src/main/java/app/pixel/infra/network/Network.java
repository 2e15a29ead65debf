// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import app.pixel.infra.network.TrafficRule.Party;
import app.pixel.infra.settings.Cidr;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.oci.Core.CoreFunctions;
import com.pulumi.oci.Core.PublicIp;
import com.pulumi.oci.Core.PublicIpArgs;
import com.pulumi.oci.Core.inputs.GetServicesArgs;
import com.pulumi.oci.Core.outputs.GetServicesResult;
import com.pulumi.oci.Core.outputs.GetServicesService;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The network of an OKE stack: its subnets, its security groups, and its addresses that outlive machines. */
public final class Network extends ComponentResource {
    private static final Pattern ALL_SERVICES = Pattern.compile("All .* Services In Oracle Services Network");

    /** A subnet, its addresses, and the security group of what lives there. */
    public record Place(Cidr block, Output<String> subnetId, Output<String> securityGroupId) {
        /** Outputs of the stack, by the name of what lives there. */
        public Map<String, Output<String>> outputs(String name) {
            return Map.of(name + "SubnetId", subnetId, name + "SecurityGroupId", securityGroupId);
        }
    }

    private final String name;
    private final CustomResourceOptions child;
    private final Subnets subnets;
    private final Optional<Output<String>> edgeAddress;
    private final Optional<Output<String>> bastionId;
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
        this.child = CustomResourceOptions.builder()
                .parent(this)
                .provider(providers.regional())
                .build();

        Output<GetServicesService> services = CoreFunctions.getServices(
                        GetServicesArgs.builder().build(), providers.functions())
                .applyValue(Network::allServices);
        SubnetPlan plan = settings.subnets();
        this.subnets = settings.existing()
                .<Subnets>map(existing -> new FoundSubnets(existing, providers.functions()))
                .orElseGet(() -> new DeclaredSubnets(name, account, settings.vcnCidr(), services, child));
        this.vcnId = subnets.vcnId();
        var groups = new SecurityGroups(
                name,
                account,
                vcnId,
                settings.endpointCidrs(),
                plan.bastion(),
                services.applyValue(GetServicesService::cidrBlock),
                TrafficRule.ALL,
                child);
        this.rules = List.copyOf(groups.rules());
        this.endpoint = place(groups, Party.ENDPOINT, plan.endpoint(), settings.privateEndpoint());
        this.workers = place(groups, Party.WORKERS, plan.workers(), true);
        this.loadBalancers = place(groups, Party.LOAD_BALANCERS, plan.loadBalancers(), false);
        this.turn = place(groups, Party.TURN, plan.turn(), false);
        this.edgeAddress = settings.reservesEdgeAddress()
                ? Optional.of(edgeAddress(account).ipAddress())
                : Optional.empty();
        this.bastionId = subnets instanceof DeclaredSubnets declared
                ? plan.bastion().map(block -> BastionHost.declare(name, account, settings, declared, block, child))
                : Optional.empty();
        registerOutputs(Map.of("vcnId", vcnId));
    }

    public Output<String> vcnId() {
        return vcnId;
    }

    /** The reserved public address of the edge, if the stack reserves one. */
    public Optional<Output<String>> edgeAddress() {
        return edgeAddress;
    }

    public Optional<Output<String>> bastionId() {
        return bastionId;
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

    private Place place(SecurityGroups groups, Party party, Cidr block, boolean isPrivate) {
        return new Place(block, subnets.subnetId(party, block, isPrivate), groups.id(party));
    }

    /** Kept while the edge's load balancer comes and goes; OCI writes down which one has it. */
    private PublicIp edgeAddress(OciAccount account) {
        return new PublicIp(
                name + "-edge",
                PublicIpArgs.builder()
                        .compartmentId(account.compartmentId())
                        .lifetime("RESERVED")
                        .displayName(name + "-edge")
                        .freeformTags(account.tags().freeform())
                        .definedTags(account.tags().defined())
                        .build(),
                CustomResourceOptions.merge(
                        child,
                        CustomResourceOptions.builder()
                                .protect(account.protect())
                                .ignoreChanges("privateIpId")
                                .build()));
    }

    private static GetServicesService allServices(GetServicesResult result) {
        return result.services().stream()
                .filter(service -> ALL_SERVICES.matcher(service.name()).matches())
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("OCI names no service that stands for all of them in this region"));
    }
}

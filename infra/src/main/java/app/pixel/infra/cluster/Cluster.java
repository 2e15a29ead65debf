// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import app.pixel.infra.images.ImageRepository;
import app.pixel.infra.network.Network;
import app.pixel.infra.network.OciAccount;
import app.pixel.infra.network.OciProviders;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.oci.ContainerEngine.Addon;
import com.pulumi.oci.ContainerEngine.AddonArgs;
import com.pulumi.oci.ContainerEngine.ClusterArgs;
import com.pulumi.oci.ContainerEngine.inputs.ClusterClusterPodNetworkOptionArgs;
import com.pulumi.oci.ContainerEngine.inputs.ClusterEndpointConfigArgs;
import com.pulumi.oci.ContainerEngine.inputs.ClusterOptionsArgs;
import com.pulumi.oci.ContainerEngine.inputs.ClusterOptionsKubernetesNetworkConfigArgs;
import com.pulumi.oci.ContainerEngine.inputs.ClusterOptionsPersistentVolumeConfigArgs;
import com.pulumi.oci.ContainerEngine.inputs.ClusterOptionsServiceLbConfigArgs;
import com.pulumi.oci.Identity.Policy;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The OKE cluster with its node pools, its rights in the cloud and the provider that reaches it. */
public final class Cluster extends ComponentResource {
    /** Pods get addresses outside the VCN, so that OKE's rules stay the short list of {@link Network}. */
    static final String CNI = "FLANNEL_OVERLAY";

    private final String name;
    private final ClusterSettings.Oke settings;
    private final OciAccount account;
    private final OciProviders providers;
    private final Network network;
    private final CustomResourceOptions child;
    private final Output<OkeCatalog> catalog;
    private final com.pulumi.oci.ContainerEngine.Cluster cluster;
    private final RunningCluster running;

    @Export(
            name = "clusterId",
            refs = {String.class},
            tree = "[0]")
    private final Output<String> clusterId;

    /** Declares the cluster after the network, and asks OKE whether it offers the settings. */
    public Cluster(
            String name,
            ClusterSettings.Oke settings,
            OciProviders providers,
            Network network,
            NodeServices services,
            ComponentResourceOptions options) {
        super("pixel:oci:Cluster", name, options);
        this.name = name;
        this.settings = settings;
        this.account = settings.account();
        this.providers = providers;
        this.network = network;
        this.child = CustomResourceOptions.builder()
                .parent(this)
                .provider(providers.regional())
                .build();
        this.catalog = OkeCatalog.of(account, providers.functions()).applyValue(this::checked);
        this.cluster = cluster();
        this.clusterId = cluster.id();
        var pools = new NodePools(name, settings, network, services, catalog, clusterId, child);
        Policy policy = ClusterPolicy.declare(
                name,
                account.compartmentId(),
                account.tags(),
                clusterId,
                !pools.autoscaled().isEmpty(),
                CustomResourceOptions.builder()
                        .parent(this)
                        .provider(providers.home())
                        .build());
        if (services.nvidiaAddon() && settings.cluster().hasGpuNodes()) {
            nvidiaAddon();
        }
        this.running = running(pools, policy);
        registerOutputs(Map.of("clusterId", clusterId));
    }

    public RunningCluster running() {
        return running;
    }

    /** A cluster of another owner: the stack declares nothing in the cloud. */
    public static RunningCluster existing(
            String name, ClusterSettings.Existing settings, ComponentResourceOptions options) {
        return new RunningCluster(KubernetesProvider.of(name, settings, options), Optional.empty());
    }

    private OkeCatalog checked(OkeCatalog offer) {
        List<String> refusals = settings.cluster().checkOffer() ? offer.refusals(settings.cluster()) : List.of();
        if (!refusals.isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", refusals));
        }
        return offer;
    }

    private com.pulumi.oci.ContainerEngine.Cluster cluster() {
        var pods = settings.network();
        return new com.pulumi.oci.ContainerEngine.Cluster(
                name,
                ClusterArgs.builder()
                        .compartmentId(account.compartmentId())
                        // By way of the catalog, so that a preview refuses before anything is made.
                        .kubernetesVersion(
                                catalog.applyValue(_ -> settings.cluster().kubernetesVersion()))
                        .vcnId(network.vcnId())
                        .name(name)
                        .freeformTags(account.tags().freeform())
                        .definedTags(account.tags().defined())
                        .type("ENHANCED_CLUSTER") // Workload identity and add-ons need it.
                        .clusterPodNetworkOptions(ClusterClusterPodNetworkOptionArgs.builder()
                                .cniType(CNI)
                                .build())
                        .endpointConfig(ClusterEndpointConfigArgs.builder()
                                .subnetId(network.endpoint().subnetId())
                                .nsgIds(network.endpoint().securityGroupId().applyValue(List::of))
                                .isPublicIpEnabled(!pods.privateEndpoint())
                                .build())
                        .options(options())
                        .build(),
                CustomResourceOptions.merge(
                        child,
                        // A destroy that removed the rules first would cut pulumi off from the cluster's API.
                        CustomResourceOptions.builder()
                                .protect(account.protect())
                                .dependsOn(network.rules().toArray(Resource[]::new))
                                .build()));
    }

    private ClusterOptionsArgs options() {
        var pods = settings.network();
        var options = ClusterOptionsArgs.builder()
                .kubernetesNetworkConfig(ClusterOptionsKubernetesNetworkConfigArgs.builder()
                        .podsCidr(pods.podsCidr().toString())
                        .servicesCidr(pods.servicesCidr().toString())
                        .build())
                .serviceLbSubnetIds(network.loadBalancers().subnetId().applyValue(List::of))
                .serviceLbConfig(ClusterOptionsServiceLbConfigArgs.builder()
                        .freeformTags(account.tags().freeform())
                        .definedTags(account.tags().defined())
                        .backendNsgIds(network.workers().securityGroupId().applyValue(List::of))
                        .build());
        if (!account.tags().isEmpty()) {
            options.persistentVolumeConfig(ClusterOptionsPersistentVolumeConfigArgs.builder()
                    .freeformTags(account.tags().freeform())
                    .definedTags(account.tags().defined())
                    .build());
        }
        return options.build();
    }

    private void nvidiaAddon() {
        var args = AddonArgs.builder()
                .clusterId(clusterId)
                .addonName("NvidiaGpuPlugin")
                .overrideExisting(true)
                .removeAddonResourcesOnDelete(true);
        settings.cluster().nvidiaPluginVersion().ifPresent(args::version);
        new Addon(name + "-nvidia", args.build(), child);
    }

    /**
     * The provider waits for the default nodes and the rights, so that a destroy removes the objects in the cluster
     * first. It does not wait for TURN and GPU nodes: a domain without capacity stops only the pods that need them.
     */
    private RunningCluster running(NodePools pools, Policy policy) {
        var before = new ArrayList<Resource>(pools.of(NodePoolSpec.Role.DEFAULT));
        before.add(policy);
        var endpoint = new ClusterEndpoint(cluster, settings, providers.functions());
        Output<String> kubeconfig = endpoint.kubeconfig().asSecret();
        var provider = KubernetesProvider.of(
                name,
                kubeconfig,
                CustomResourceOptions.builder()
                        .parent(this)
                        .dependsOn(before.toArray(Resource[]::new))
                        .build());
        return new RunningCluster(
                provider,
                Optional.of(new RunningCluster.Oke(
                        account.region(),
                        clusterId,
                        settings.cluster().kubernetesVersion(),
                        pools.autoscaled(),
                        pools.of(NodePoolSpec.Role.TURN),
                        pools.of(NodePoolSpec.Role.GPU),
                        network.loadBalancers(),
                        network.edgeAddress(),
                        outputs(pools, endpoint.address(), kubeconfig))));
    }

    /** Everything that another stack, or a person with a command line, asks for. */
    private Map<String, Output<String>> outputs(NodePools pools, Output<String> endpoint, Output<String> kubeconfig) {
        Map<String, Output<String>> outputs = new TreeMap<>(pools.ids());
        outputs.put("clusterId", clusterId);
        outputs.put("clusterEndpoint", endpoint);
        outputs.put("kubeconfig", kubeconfig);
        outputs.put("kubernetesVersion", Output.of(settings.cluster().kubernetesVersion()));
        outputs.put("vcnId", network.vcnId());
        outputs.put("endpointSubnetId", network.endpoint().subnetId());
        outputs.putAll(network.workers().outputs("workers"));
        outputs.putAll(network.loadBalancers().outputs("loadBalancers"));
        outputs.putAll(network.turn().outputs("turn"));
        network.edgeAddress().ifPresent(address -> outputs.put("edgeAddress", address));
        network.bastionId().ifPresent(id -> outputs.put("bastionId", id));
        if (settings.cluster().logRetentionDays() > 0) {
            outputs.put("logGroupId", LogShipping.declare(name, settings, providers, child));
        }
        settings.cluster()
                .ociRepository()
                .map(registry -> ImageRepository.declare(registry, account, providers, child))
                .ifPresent(repository -> outputs.put("imageRepository", repository));
        return outputs;
    }
}

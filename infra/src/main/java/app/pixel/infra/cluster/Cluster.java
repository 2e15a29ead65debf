// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import app.pixel.infra.network.Network;
import app.pixel.infra.network.OciAccount;
import app.pixel.infra.network.OciProviders;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.oci.ContainerEngine.Addon;
import com.pulumi.oci.ContainerEngine.AddonArgs;
import com.pulumi.oci.ContainerEngine.ClusterArgs;
import com.pulumi.oci.ContainerEngine.ContainerEngineFunctions;
import com.pulumi.oci.ContainerEngine.inputs.ClusterClusterPodNetworkOptionArgs;
import com.pulumi.oci.ContainerEngine.inputs.ClusterEndpointConfigArgs;
import com.pulumi.oci.ContainerEngine.inputs.ClusterOptionsArgs;
import com.pulumi.oci.ContainerEngine.inputs.ClusterOptionsKubernetesNetworkConfigArgs;
import com.pulumi.oci.ContainerEngine.inputs.ClusterOptionsServiceLbConfigArgs;
import com.pulumi.oci.ContainerEngine.inputs.GetClusterKubeConfigArgs;
import com.pulumi.oci.Identity.Policy;
import com.pulumi.oci.Identity.PolicyArgs;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private final com.pulumi.oci.ContainerEngine.Cluster cluster;
    private final RunningCluster running;

    @Export(
            name = "clusterId",
            refs = {String.class},
            tree = "[0]")
    private final Output<String> clusterId;

    /** The flag says that OKE's NVIDIA device plugin serves the GPUs, and no release that shares them by time. */
    public Cluster(
            String name,
            ClusterSettings.Oke settings,
            OciProviders providers,
            Network network,
            boolean nvidiaAddon,
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
        this.cluster = cluster();
        this.clusterId = cluster.id();
        var pools = new NodePools(name, account, network, settings.cluster(), clusterId, providers.functions(), child);
        Policy policy = policy(!pools.autoscaled().isEmpty());
        if (nvidiaAddon && settings.cluster().hasGpuNodes()) {
            nvidiaAddon();
        }
        Optional<Output<String>> images = settings.cluster()
                .ociRepository()
                .map(registry -> ImageRepository.declare(registry, account, providers, child));
        this.running = running(pools, policy, images);
        registerOutputs(Map.of("clusterId", clusterId));
    }

    public RunningCluster running() {
        return running;
    }

    /** A cluster of another owner: the stack declares nothing in the cloud. */
    public static RunningCluster existing(String name, ClusterSettings.Existing settings) {
        return new RunningCluster(KubernetesProvider.of(name, settings), Optional.empty());
    }

    private com.pulumi.oci.ContainerEngine.Cluster cluster() {
        var pods = settings.network();
        return new com.pulumi.oci.ContainerEngine.Cluster(
                name,
                ClusterArgs.builder()
                        .compartmentId(account.compartmentId())
                        .kubernetesVersion(settings.cluster().kubernetesVersion())
                        .vcnId(network.vcnId())
                        .name(name)
                        .type("ENHANCED_CLUSTER") // Workload identity and add-ons need it.
                        .clusterPodNetworkOptions(ClusterClusterPodNetworkOptionArgs.builder()
                                .cniType(CNI)
                                .build())
                        .endpointConfig(ClusterEndpointConfigArgs.builder()
                                .subnetId(network.endpoint().subnetId())
                                .nsgIds(network.endpoint().securityGroupId().applyValue(List::of))
                                .isPublicIpEnabled(!pods.privateEndpoint())
                                .build())
                        .options(ClusterOptionsArgs.builder()
                                .kubernetesNetworkConfig(ClusterOptionsKubernetesNetworkConfigArgs.builder()
                                        .podsCidr(pods.podsCidr().toString())
                                        .servicesCidr(pods.servicesCidr().toString())
                                        .build())
                                .serviceLbSubnetIds(
                                        network.loadBalancers().subnetId().applyValue(List::of))
                                .serviceLbConfig(ClusterOptionsServiceLbConfigArgs.builder()
                                        .backendNsgIds(network.workers()
                                                .securityGroupId()
                                                .applyValue(List::of))
                                        .build())
                                .build())
                        .build(),
                CustomResourceOptions.merge(
                        child,
                        // A destroy that removed the rules first would cut pulumi off from the cluster's API.
                        CustomResourceOptions.builder()
                                .protect(account.protect())
                                .dependsOn(network.rules().toArray(Resource[]::new))
                                .build()));
    }

    private Policy policy(boolean autoscaled) {
        return new Policy(
                name,
                PolicyArgs.builder()
                        .compartmentId(account.compartmentId())
                        .name(name)
                        .description(
                                "What the cluster " + name + " may do: load balancer rules, autoscaling of its pools.")
                        .statements(clusterId.applyValue(
                                id -> ClusterPolicy.statements(account.compartmentId(), id, autoscaled)))
                        .build(),
                CustomResourceOptions.builder()
                        .parent(this)
                        .provider(providers.home())
                        .build());
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

    /** The provider waits for the nodes and the rights, so that a destroy removes the objects in the cluster first. */
    private RunningCluster running(NodePools pools, Policy policy, Optional<Output<String>> images) {
        var before = new ArrayList<Resource>(pools.all());
        before.add(policy);
        var provider = KubernetesProvider.of(
                name,
                kubeconfig(),
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
                        network.loadBalancers(),
                        images)));
    }

    private Output<String> kubeconfig() {
        boolean isPrivate = settings.network().privateEndpoint();
        Output<String> authority = ContainerEngineFunctions.getClusterKubeConfig(
                        GetClusterKubeConfigArgs.builder()
                                .clusterId(clusterId)
                                .endpoint(isPrivate ? "PRIVATE_ENDPOINT" : "PUBLIC_ENDPOINT")
                                .tokenVersion("2.0.0")
                                .build(),
                        providers.functions())
                .applyValue(generated -> Kubeconfig.authority(generated.content()));
        Output<String> endpoint = cluster.endpoints()
                .applyValue(endpoints -> isPrivate
                        ? endpoints.getFirst().privateEndpoint()
                        : endpoints.getFirst().publicEndpoint());
        return Output.tuple(endpoint, authority, clusterId)
                .applyValue(
                        parts -> Kubeconfig.text(parts.t1, parts.t2, parts.t3, account.region(), account.profile()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import app.pixel.infra.network.Network;
import app.pixel.infra.network.OciAccount;
import com.pulumi.core.Output;
import com.pulumi.deployment.InvokeOptions;
import com.pulumi.oci.ContainerEngine.ContainerEngineFunctions;
import com.pulumi.oci.ContainerEngine.NodePool;
import com.pulumi.oci.ContainerEngine.NodePoolArgs;
import com.pulumi.oci.ContainerEngine.inputs.GetNodePoolOptionArgs;
import com.pulumi.oci.ContainerEngine.inputs.NodePoolInitialNodeLabelArgs;
import com.pulumi.oci.ContainerEngine.inputs.NodePoolNodeConfigDetailsArgs;
import com.pulumi.oci.ContainerEngine.inputs.NodePoolNodeConfigDetailsNodePoolPodNetworkOptionDetailsArgs;
import com.pulumi.oci.ContainerEngine.inputs.NodePoolNodeConfigDetailsPlacementConfigArgs;
import com.pulumi.oci.ContainerEngine.inputs.NodePoolNodeEvictionNodePoolSettingsArgs;
import com.pulumi.oci.ContainerEngine.inputs.NodePoolNodeShapeConfigArgs;
import com.pulumi.oci.ContainerEngine.inputs.NodePoolNodeSourceDetailsArgs;
import com.pulumi.oci.ContainerEngine.outputs.GetNodePoolOptionSource;
import com.pulumi.oci.Identity.IdentityFunctions;
import com.pulumi.oci.Identity.inputs.GetAvailabilityDomainsArgs;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Stash;
import com.pulumi.resources.StashArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Declares the pools of a cluster. */
final class NodePools {
    private static final List<String> FAULT_DOMAINS = List.of("FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3");

    private final String name;
    private final OciAccount account;
    private final Network network;
    private final String kubernetesVersion;
    private final Output<String> clusterId;
    private final CustomResourceOptions child;
    private final Output<List<GetNodePoolOptionSource>> images;
    private final Output<List<String>> domains;
    private final List<NodePool> pools = new ArrayList<>();
    private final List<AutoscaledPool> autoscaled = new ArrayList<>();

    NodePools(
            String name,
            OciAccount account,
            Network network,
            OkeSettings settings,
            Output<String> clusterId,
            InvokeOptions functions,
            CustomResourceOptions child) {
        this.name = name;
        this.account = account;
        this.network = network;
        this.kubernetesVersion = settings.kubernetesVersion();
        this.clusterId = clusterId;
        this.child = child;
        this.images = ContainerEngineFunctions.getNodePoolOption(
                        GetNodePoolOptionArgs.builder()
                                .nodePoolOptionId("all")
                                .compartmentId(account.compartmentId())
                                .build(),
                        functions)
                .applyValue(options -> options.sources());
        this.domains = IdentityFunctions.getAvailabilityDomains(
                        GetAvailabilityDomainsArgs.builder()
                                .compartmentId(account.tenancyId())
                                .build(),
                        functions)
                .applyValue(result -> result.availabilityDomains().stream()
                        .map(domain -> domain.name())
                        .toList());
        settings.pools().forEach(this::declare);
    }

    List<NodePool> all() {
        return List.copyOf(pools);
    }

    List<AutoscaledPool> autoscaled() {
        return List.copyOf(autoscaled);
    }

    private void declare(NodePoolSpec spec) {
        String poolName = name + "-" + spec.role().word();
        var args = NodePoolArgs.builder()
                .clusterId(clusterId)
                .compartmentId(account.compartmentId())
                .kubernetesVersion(kubernetesVersion)
                .name(poolName)
                .nodeShape(spec.shape().name())
                .nodeSourceDetails(source(poolName, spec))
                .nodeConfigDetails(placement(spec))
                .nodeMetadata(Map.of("user_data", CloudInit.userData(spec.role().taints())))
                .nodeEvictionNodePoolSettings(NodePoolNodeEvictionNodePoolSettingsArgs.builder()
                        .evictionGraceDuration("PT60M")
                        .isForceDeleteAfterGraceDuration(true)
                        .build());
        if (spec.shape().isFlexible()) {
            args.nodeShapeConfig(NodePoolNodeShapeConfigArgs.builder()
                    .ocpus((double) spec.ocpus())
                    .memoryInGbs((double) spec.memoryGb())
                    .build());
        }
        if (!spec.role().labels().isEmpty()) {
            args.initialNodeLabels(spec.role().labels().entrySet().stream()
                    .map(label -> NodePoolInitialNodeLabelArgs.builder()
                            .key(label.getKey())
                            .value(label.getValue())
                            .build())
                    .toList());
        }
        var pool = new NodePool(poolName, args.build(), options(spec));
        pools.add(pool);
        if (spec.isAutoscaled()) {
            autoscaled.add(new AutoscaledPool(pool.id(), spec.min(), spec.max()));
        }
    }

    /** The autoscaler's size is not Pulumi's to set back. */
    private CustomResourceOptions options(NodePoolSpec spec) {
        return spec.isAutoscaled()
                ? CustomResourceOptions.merge(
                        child,
                        CustomResourceOptions.builder()
                                .ignoreChanges("nodeConfigDetails.size")
                                .build())
                : child;
    }

    private NodePoolNodeSourceDetailsArgs source(String poolName, NodePoolSpec spec) {
        return NodePoolNodeSourceDetailsArgs.builder()
                .sourceType("IMAGE")
                .imageId(keptImage(poolName, spec.shape()))
                .bootVolumeSizeInGbs(Integer.toString(spec.bootVolumeGb()))
                .build();
    }

    /**
     * The newest image of the day on which the pool came to its Kubernetes version and kind of processor.
     *
     * <p>OKE publishes another image every few weeks, and a preview must not show each of them as a change. An upgrade
     * has to bring the image of its version. So a stash keeps the choice, and its name holds version and processor.
     * {@code pulumi up --replace} of the stash takes the newest image.
     */
    private Output<String> keptImage(String poolName, NodeShape shape) {
        String madeFor = kubernetesVersion + (shape.isArm() ? "-arm" : "");
        CustomResourceOptions.Builder options = CustomResourceOptions.builder();
        child.getParent().ifPresent(options::parent);
        options.ignoreChanges("input");
        var kept = new Stash(
                "%s-image-%s".formatted(poolName, madeFor),
                StashArgs.builder().input(newestImage(shape)).build(),
                options.build());
        return kept.output().applyValue(String::valueOf);
    }

    private Output<Object> newestImage(NodeShape shape) {
        return images.applyValue(sources -> NodeImages.choose(sources, kubernetesVersion, shape)
                .orElseThrow(() -> new IllegalStateException(
                        "OKE offers no %s image for %s and Kubernetes %s: choose another pixel:kubernetesVersion."
                                .formatted(shape.gpus() > 0 ? "GPU" : "node", shape.name(), kubernetesVersion))));
    }

    private NodePoolNodeConfigDetailsArgs placement(NodePoolSpec spec) {
        Network.Place place = spec.role() == NodePoolSpec.Role.TURN ? network.turn() : network.workers();
        return NodePoolNodeConfigDetailsArgs.builder()
                .size(spec.min())
                .nsgIds(place.securityGroupId().applyValue(List::of))
                .placementConfigs(domains.applyValue(names -> domainsFor(spec, names).stream()
                        .map(domain -> NodePoolNodeConfigDetailsPlacementConfigArgs.builder()
                                .availabilityDomain(domain)
                                .faultDomains(FAULT_DOMAINS)
                                .subnetId(place.subnetId())
                                .build())
                        .toList()))
                .nodePoolPodNetworkOptionDetails(NodePoolNodeConfigDetailsNodePoolPodNetworkOptionDetailsArgs.builder()
                        .cniType(Cluster.CNI)
                        .build())
                .build();
    }

    /** The region's availability domains that a pool's nodes are spread over. */
    static List<String> domainsFor(NodePoolSpec spec, List<String> names) {
        if (spec.availabilityDomain().isEmpty()) {
            return names;
        }
        int number = spec.availabilityDomain().get();
        if (number > names.size()) {
            throw new IllegalStateException("pixel:%s.availabilityDomain is %d, but the region has %d."
                    .formatted(spec.role().setting(), number, names.size()));
        }
        return List.of(names.get(number - 1));
    }
}

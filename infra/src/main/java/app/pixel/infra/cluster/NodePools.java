// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import app.pixel.infra.network.Network;
import app.pixel.infra.network.OciAccount;
import com.pulumi.core.Output;
import com.pulumi.oci.ContainerEngine.NodePool;
import com.pulumi.oci.ContainerEngine.NodePoolArgs;
import com.pulumi.oci.ContainerEngine.inputs.NodePoolInitialNodeLabelArgs;
import com.pulumi.oci.ContainerEngine.inputs.NodePoolNodeConfigDetailsArgs;
import com.pulumi.oci.ContainerEngine.inputs.NodePoolNodeConfigDetailsNodePoolPodNetworkOptionDetailsArgs;
import com.pulumi.oci.ContainerEngine.inputs.NodePoolNodeConfigDetailsPlacementConfigArgs;
import com.pulumi.oci.ContainerEngine.inputs.NodePoolNodeConfigDetailsPlacementConfigPreemptibleNodeConfigArgs;
import com.pulumi.oci.ContainerEngine.inputs.NodePoolNodeConfigDetailsPlacementConfigPreemptibleNodeConfigPreemptionActionArgs;
import com.pulumi.oci.ContainerEngine.inputs.NodePoolNodeEvictionNodePoolSettingsArgs;
import com.pulumi.oci.ContainerEngine.inputs.NodePoolNodeShapeConfigArgs;
import com.pulumi.oci.ContainerEngine.inputs.NodePoolNodeSourceDetailsArgs;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Stash;
import com.pulumi.resources.StashArgs;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Declares the pools of a cluster. */
final class NodePools {
    private static final List<String> FAULT_DOMAINS = List.of("FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3");

    private final String name;
    private final OciAccount account;
    private final Network network;
    private final String kubernetesVersion;
    private final Output<String> clusterId;
    private final CustomResourceOptions child;
    private final Optional<NodeCycling> cycling;
    private final CloudInit cloudInit;
    private final NodeServices services;
    private final Output<OkeCatalog> catalog;
    private final Map<NodePoolSpec.Role, List<NodePool>> pools = new EnumMap<>(NodePoolSpec.Role.class);
    private final Map<String, Output<String>> ids = new TreeMap<>();
    private final List<AutoscaledPool> autoscaled = new ArrayList<>();

    NodePools(
            String name,
            ClusterSettings.Oke settings,
            Network network,
            NodeServices services,
            Output<OkeCatalog> catalog,
            Output<String> clusterId,
            CustomResourceOptions child) {
        this.name = name;
        this.account = settings.account();
        this.network = network;
        this.kubernetesVersion = settings.cluster().kubernetesVersion();
        this.clusterId = clusterId;
        this.child = child;
        this.cycling = settings.cluster().cycling();
        this.cloudInit = new CloudInit(RelayFirewall.of(settings.network()));
        this.services = services;
        this.catalog = catalog;
        settings.cluster().pools().forEach(this::declare);
    }

    /** The pools of one role. */
    List<NodePool> of(NodePoolSpec.Role role) {
        return List.copyOf(pools.getOrDefault(role, List.of()));
    }

    /** The OCIDs of all pools, as outputs of the stack. */
    Map<String, Output<String>> ids() {
        return Map.copyOf(ids);
    }

    List<AutoscaledPool> autoscaled() {
        return List.copyOf(autoscaled);
    }

    private void declare(NodePoolSpec spec) {
        String poolName = name + "-" + spec.name();
        Map<String, String> labels = services.labels(spec);
        var args = NodePoolArgs.builder()
                .clusterId(clusterId)
                .compartmentId(account.compartmentId())
                .kubernetesVersion(kubernetesVersion)
                .name(poolName)
                .freeformTags(account.tags().freeform())
                .definedTags(account.tags().defined())
                .nodeShape(spec.shape().name())
                .nodeSourceDetails(source(poolName, spec))
                .nodeConfigDetails(placement(spec))
                // Version 1 of the metadata service answers any request, also one that a player made a pod send.
                .nodeMetadata(
                        Map.of("user_data", cloudInit.userData(spec.role()), "areLegacyImdsEndpointsDisabled", "true"))
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
        cycling.ifPresent(pace -> args.nodePoolCyclingDetails(pace.details()));
        if (!labels.isEmpty()) {
            args.initialNodeLabels(labels.entrySet().stream()
                    .map(label -> NodePoolInitialNodeLabelArgs.builder()
                            .key(label.getKey())
                            .value(label.getValue())
                            .build())
                    .toList());
        }
        var pool = new NodePool(poolName, args.build(), options(spec));
        ids.put(spec.name() + "PoolId", pool.id());
        pools.computeIfAbsent(spec.role(), _ -> new ArrayList<>()).add(pool);
        if (spec.isAutoscaled(services.autoscaler())) {
            autoscaled.add(new AutoscaledPool(pool.id(), spec.role() == NodePoolSpec.Role.GPU, spec.min(), spec.max()));
        }
    }

    /** The autoscaler's size is not Pulumi's to set back. */
    private CustomResourceOptions options(NodePoolSpec spec) {
        return spec.isAutoscaled(services.autoscaler())
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
        // Without an offer only a stash that is there already has an image, and it ignores this one.
        return catalog.applyValue(offer -> offer.image(kubernetesVersion, shape).orElse("not offered"));
    }

    private NodePoolNodeConfigDetailsArgs placement(NodePoolSpec spec) {
        Network.Place place = spec.role() == NodePoolSpec.Role.TURN ? network.turn() : network.workers();
        return NodePoolNodeConfigDetailsArgs.builder()
                .size(spec.firstSize(services.autoscaler()))
                .freeformTags(account.tags().freeform())
                .definedTags(account.tags().defined())
                .nsgIds(place.securityGroupId().applyValue(List::of))
                .placementConfigs(catalog.applyValue(offer -> offer.domains(spec).stream()
                        .map(domain -> placement(domain, spec.capacity(), place))
                        .toList()))
                .nodePoolPodNetworkOptionDetails(NodePoolNodeConfigDetailsNodePoolPodNetworkOptionDetailsArgs.builder()
                        .cniType(Cluster.CNI)
                        .build())
                .build();
    }

    private static NodePoolNodeConfigDetailsPlacementConfigArgs placement(
            String domain, Capacity capacity, Network.Place place) {
        var args = NodePoolNodeConfigDetailsPlacementConfigArgs.builder()
                .availabilityDomain(domain)
                .faultDomains(FAULT_DOMAINS)
                .subnetId(place.subnetId());
        switch (capacity) {
            case Capacity.OnDemand() -> {}
            case Capacity.Reserved(String reservation) -> args.capacityReservationId(reservation);
            case Capacity.Preemptible() ->
                args.preemptibleNodeConfig(NodePoolNodeConfigDetailsPlacementConfigPreemptibleNodeConfigArgs.builder()
                        .preemptionAction(
                                NodePoolNodeConfigDetailsPlacementConfigPreemptibleNodeConfigPreemptionActionArgs
                                        .builder()
                                        .type("TERMINATE")
                                        .isPreserveBootVolume(false)
                                        .build())
                        .build());
        }
        return args.build();
    }
}

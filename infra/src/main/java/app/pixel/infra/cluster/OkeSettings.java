// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import app.pixel.infra.settings.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The cluster that a stack makes.
 *
 * @param checkOffer compares the settings with OKE's offer in every preview
 * @param gpuPools in the order in which the autoscaler fills them
 * @param nvidiaPluginVersion of OKE's add-on; the one that OKE installs where empty
 * @param cycling empty where nodes keep their version until they are replaced by hand
 * @param logRetentionDays 0 where the stack ships no logs
 * @param ociRepository name of an image repository that an older stack made; none where empty
 */
public record OkeSettings(
        String kubernetesVersion,
        boolean checkOffer,
        Optional<NodePoolSpec> defaultPool,
        Optional<NodePoolSpec> turnPool,
        List<NodePoolSpec> gpuPools,
        Optional<String> nvidiaPluginVersion,
        Optional<NodeCycling> cycling,
        int logRetentionDays,
        Optional<String> ociRepository) {
    private static final Pattern VERSION = Pattern.compile("v1\\.\\d{2}\\.\\d{1,2}");

    public OkeSettings {
        gpuPools = List.copyOf(gpuPools);
        if (logRetentionDays % 30 != 0) {
            throw new IllegalArgumentException(
                    "pixel:logRetentionDays is %d, but must be 0, 30, 60, 90, 120, 150 or 180."
                            .formatted(logRetentionDays));
        }
        if (defaultPool.isEmpty()) {
            throw new IllegalArgumentException(
                    "pixel:defaultPool is empty, but must describe the nodes that the platform's services run on.");
        }
        Set<String> names = new HashSet<>(Set.of("default", "turn"));
        for (NodePoolSpec pool : gpuPools) {
            if (!names.add(pool.name())) {
                throw new IllegalArgumentException("pixel:%s.name is \"%s\", but another pool has this name."
                        .formatted(pool.setting(), pool.name()));
            }
        }
    }

    public static OkeSettings from(Settings settings) {
        return new OkeSettings(
                settings.matching(
                        "kubernetesVersion", VERSION, "a Kubernetes version that OKE offers, such as v1.34.2"),
                settings.flag("checkOffer"),
                NodePoolSpec.from(settings, NodePoolSpec.Role.DEFAULT),
                NodePoolSpec.from(settings, NodePoolSpec.Role.TURN),
                gpuPools(settings),
                settings.optionalString("nvidiaPluginVersion"),
                NodeCycling.from(settings),
                settings.integer("logRetentionDays", 0, 180),
                oldRepository(settings));
    }

    /** A stack of an earlier release has one pool, {@code gpuPool}; where it is set, it counts. */
    private static List<NodePoolSpec> gpuPools(Settings settings) {
        if (settings.names().contains("gpuPool")) {
            settings.ignore("gpuPools");
            settings.warn("pixel:gpuPool is read for one more release: move the pool to the list pixel:gpuPools,"
                    + " which keeps its nodes.");
            return NodePoolSpec.from(settings, NodePoolSpec.Role.GPU).stream().toList();
        }
        List<NodePoolSpec> pools = new ArrayList<>();
        for (Settings pool : settings.objects("gpuPools")) {
            pools.add(NodePoolSpec.gpu(pool, "gpuPools[%d]".formatted(pools.size())));
        }
        return pools;
    }

    private static Optional<String> oldRepository(Settings settings) {
        Optional<String> name = settings.optionalString("ociRepository");
        if (name.isPresent()) {
            settings.warn("pixel:ociRepository is read for one more release: image repositories belong to a stack of"
                    + " their own, with pixel:cluster \"registry\".");
        }
        return name;
    }

    List<NodePoolSpec> pools() {
        return Stream.of(defaultPool.stream(), turnPool.stream(), gpuPools.stream())
                .flatMap(pools -> pools)
                .toList();
    }

    public boolean hasTurnNodes() {
        return turnPool.isPresent();
    }

    public boolean hasGpuNodes() {
        return !gpuPools.isEmpty();
    }

    /** The first shape with several GPUs on a node; empty when each node has one. */
    public Optional<String> shapeWithSeveralGpus() {
        return gpuPools.stream()
                .map(NodePoolSpec::shape)
                .filter(shape -> shape.gpus() > 1)
                .map(NodeShape::name)
                .findFirst();
    }

    /** The path of a GPU pool that may be empty and has no nodes of its own; empty when there is none. */
    public Optional<String> emptyPool() {
        return gpuPools.stream()
                .filter(pool -> pool.min() == 0)
                .map(NodePoolSpec::setting)
                .findFirst();
    }

    /** Nodes that share the workers' subnet, all pools at their largest. */
    public int mostWorkers() {
        return Stream.concat(defaultPool.stream(), gpuPools.stream())
                .mapToInt(NodePoolSpec::max)
                .sum();
    }

    public int mostTurnNodes() {
        return turnPool.map(NodePoolSpec::max).orElse(0);
    }
}

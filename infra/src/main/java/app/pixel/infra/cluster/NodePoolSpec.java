// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import app.pixel.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One node pool, as the stack asks for it.
 *
 * @param setting its path in the stack's file, such as {@code gpuPools[0]}
 * @param name the last part of the pool's name in the cloud, which must not change while the pool is there
 * @param availabilityDomain its number, or empty for all that the region has
 * @param ocpus and {@code memoryGb} count for flexible shapes only
 */
record NodePoolSpec(
        Role role,
        String setting,
        String name,
        NodeShape shape,
        Optional<Integer> availabilityDomain,
        int ocpus,
        int memoryGb,
        int bootVolumeGb,
        int min,
        int max,
        Capacity capacity) {

    /** Keeps a node out of every load balancer of the cluster. */
    static final String NO_BACKEND = "node.kubernetes.io/exclude-from-external-load-balancers";

    /** Makes two pools with GPUs differ, so that the autoscaler fills them one after the other. */
    static final String POOL_LABEL = "app.pixel/pool";

    private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,18}[a-z0-9])?");

    /** The purpose of a pool, by the word in {@code pixel:<word>Pool}. */
    enum Role {
        DEFAULT("default"),
        TURN("turn"),
        GPU("gpu");

        private final String word;

        Role(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        /** OKE itself taints its GPU nodes with {@code nvidia.com/gpu:NoSchedule}. */
        List<String> taints() {
            return switch (this) {
                case DEFAULT, GPU -> List.of();
                case TURN -> List.of("app.pixel/turn=true:NoSchedule");
            };
        }
    }

    NodePoolSpec {
        if (max < min) {
            throw new IllegalArgumentException("pixel:%s.max is %d, but must not be below pixel:%s.min, which is %d."
                    .formatted(setting, max, setting, min));
        }
    }

    /**
     * Labels of the pool's nodes. Relays are closed to load balancers, and GPU nodes come and go. Neither may be a
     * backend, or the edge would lose connections.
     */
    Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        switch (role) {
            case DEFAULT -> {}
            case TURN, GPU -> {
                labels.put("app.pixel/" + role.word(), "true");
                labels.put(NO_BACKEND, "true");
            }
        }
        if (role == Role.GPU) {
            labels.put(POOL_LABEL, name);
        }
        return labels;
    }

    /** True where the autoscaler decides the size, as it always does for GPUs; any other size is Pulumi's. */
    boolean isAutoscaled(boolean autoscaler) {
        return max > min || (role == Role.GPU && autoscaler);
    }

    /** A pool with GPUs starts empty, so that a domain without capacity fails no {@code pulumi up}. */
    int firstSize(boolean autoscaler) {
        return role == Role.GPU && autoscaler ? 0 : min;
    }

    /** Empty when the stack wants no such pool, which it says with {@code {}}. */
    static Optional<NodePoolSpec> from(Settings settings, Role role) {
        String setting = role.word() + "Pool";
        Settings pool = settings.object(setting);
        return pool.isEmpty() ? Optional.empty() : Optional.of(read(pool, role, setting, role.word()));
    }

    /** One element of {@code pixel:gpuPools}. */
    static NodePoolSpec gpu(Settings pool, String setting) {
        String name = pool.optionalString("name").isPresent()
                ? pool.matching("name", NAME, "at most 20 small letters, digits and dashes, such as gpu-a10")
                : Role.GPU.word();
        return read(pool, Role.GPU, setting, name);
    }

    private static NodePoolSpec read(Settings pool, Role role, String setting, String name) {
        boolean wantsGpu = role == Role.GPU;
        NodeShape shape = NodeShape.named(pool.string("shape"))
                .filter(known -> known.gpus() > 0 == wantsGpu)
                .orElseGet(
                        () -> pool.refuse("shape", "one of " + NodeShape.names(wantsGpu), NodeShape.KNOWN.getFirst()));
        boolean sized = shape.isFlexible() && !wantsGpu;
        int min = pool.integer("min", wantsGpu ? 0 : 1, 1000);
        return new NodePoolSpec(
                role,
                setting,
                name,
                shape,
                domain(pool, wantsGpu),
                sized ? pool.integer("ocpus", 1, 126) : 0,
                sized ? pool.integer("memoryGb", 1, 1776) : 0,
                pool.integer("bootVolumeGb", 50, 32_768),
                min,
                pool.integer("max", 1, 1000),
                wantsGpu ? Capacity.from(pool, setting) : new Capacity.OnDemand());
    }

    /** A GPU shape exists in few availability domains; a pool spread over all of them would never become whole. */
    private static Optional<Integer> domain(Settings pool, boolean wantsGpu) {
        return wantsGpu || pool.optionalString("availabilityDomain").isPresent()
                ? Optional.of(pool.integer("availabilityDomain", 1, 3))
                : Optional.empty();
    }
}

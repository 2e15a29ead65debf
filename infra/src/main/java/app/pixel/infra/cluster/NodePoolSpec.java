// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import app.pixel.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One node pool, as the stack asks for it.
 *
 * @param availabilityDomain its number, or empty for all that the region has
 * @param ocpus and {@code memoryGb} count for flexible shapes only
 */
record NodePoolSpec(
        Role role,
        NodeShape shape,
        Optional<Integer> availabilityDomain,
        int ocpus,
        int memoryGb,
        int bootVolumeGb,
        int min,
        int max) {

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

        String setting() {
            return word + "Pool";
        }

        Map<String, String> labels() {
            return switch (this) {
                case DEFAULT -> Map.of();
                case TURN, GPU -> Map.of("app.pixel/" + word, "true");
            };
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
                    .formatted(role.setting(), max, role.setting(), min));
        }
    }

    /** A pool whose size may vary belongs to the autoscaler, any other to Pulumi. */
    boolean isAutoscaled() {
        return max > min;
    }

    /** Empty when the stack wants no such pool, which it says with {@code {}}. */
    static Optional<NodePoolSpec> from(Settings settings, Role role) {
        Settings pool = settings.object(role.setting());
        return pool.isEmpty() ? Optional.empty() : Optional.of(read(pool, role));
    }

    private static NodePoolSpec read(Settings pool, Role role) {
        boolean wantsGpu = role == Role.GPU;
        NodeShape shape = NodeShape.named(pool.string("shape"))
                .filter(known -> known.gpus() > 0 == wantsGpu)
                .orElseGet(
                        () -> pool.refuse("shape", "one of " + NodeShape.names(wantsGpu), NodeShape.KNOWN.getFirst()));
        boolean sized = shape.isFlexible() && !wantsGpu;
        int min = pool.integer("min", wantsGpu ? 0 : 1, 1000);
        return new NodePoolSpec(
                role,
                shape,
                domain(pool, wantsGpu),
                sized ? pool.integer("ocpus", 1, 126) : 0,
                sized ? pool.integer("memoryGb", 1, 1776) : 0,
                pool.integer("bootVolumeGb", 50, 32_768),
                min,
                pool.integer("max", 1, 1000));
    }

    /** A GPU shape exists in few availability domains; a pool spread over all of them would never become whole. */
    private static Optional<Integer> domain(Settings pool, boolean wantsGpu) {
        return wantsGpu || pool.optionalString("availabilityDomain").isPresent()
                ? Optional.of(pool.integer("availabilityDomain", 1, 3))
                : Optional.empty();
    }
}

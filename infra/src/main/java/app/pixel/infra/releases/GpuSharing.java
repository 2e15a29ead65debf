// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.releases;

import app.pixel.infra.settings.Settings;

/**
 * How streams come by a GPU. Containers do not share GPUs by themselves.
 *
 * <p>MIG is no choice: it takes graphics away from A10 and A100 GPUs, so that Unreal cannot draw.
 */
public sealed interface GpuSharing {

    /** No GPU at all: simulated streamers draw on the CPU. */
    record None() implements GpuSharing {}

    /** One stream, one GPU. */
    record Exclusive() implements GpuSharing {}

    /** NVIDIA's device plugin offers each GPU several times; nothing keeps the sharers out of each other's memory. */
    record TimeSlicing(int slices) implements GpuSharing {}

    /** No GPU resource asked for: every stream of a node sees all its GPUs, and the CPU request limits how many fit. */
    record Shared() implements GpuSharing {}

    /** The word in a stack's file. */
    enum Kind {
        NONE,
        EXCLUSIVE,
        TIME_SLICING,
        SHARED
    }

    static GpuSharing from(Settings settings) {
        int slices = settings.integer("gpuSlices", 2, 48);
        return switch (settings.choice("gpuSharing", Kind.class)) {
            case NONE -> new None();
            case EXCLUSIVE -> new Exclusive();
            case TIME_SLICING -> new TimeSlicing(slices);
            case SHARED -> new Shared();
        };
    }

    default boolean usesGpus() {
        return !(this instanceof None);
    }
}

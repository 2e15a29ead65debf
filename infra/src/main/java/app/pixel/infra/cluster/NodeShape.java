// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import java.util.List;
import java.util.Optional;

/**
 * A machine that OCI rents out.
 *
 * @param isFlexible true when the stack says how many OCPUs and how much memory
 * @param gpus physical ones; 0 for a machine without
 */
record NodeShape(String name, boolean isFlexible, boolean isArm, int gpus) {
    static final List<NodeShape> KNOWN = List.of(
            flexible("VM.Standard3.Flex"),
            flexible("VM.Standard.E3.Flex"),
            flexible("VM.Standard.E4.Flex"),
            flexible("VM.Standard.E5.Flex"),
            flexible("VM.Standard.E6.Flex"),
            flexible("VM.Optimized3.Flex"),
            new NodeShape("VM.Standard.A1.Flex", true, true, 0),
            new NodeShape("VM.Standard.A2.Flex", true, true, 0),
            gpu("VM.GPU2.1", 1),
            gpu("VM.GPU3.1", 1),
            gpu("VM.GPU3.2", 2),
            gpu("VM.GPU3.4", 4),
            gpu("VM.GPU.A10.1", 1),
            gpu("VM.GPU.A10.2", 2),
            gpu("BM.GPU2.2", 2),
            gpu("BM.GPU3.8", 8),
            gpu("BM.GPU4.8", 8),
            gpu("BM.GPU.A10.4", 4),
            gpu("BM.GPU.L40S.4", 4));

    static Optional<NodeShape> named(String name) {
        return KNOWN.stream().filter(shape -> shape.name().equals(name)).findFirst();
    }

    static String names(boolean withGpu) {
        return String.join(
                ", ",
                KNOWN.stream()
                        .filter(shape -> shape.gpus() > 0 == withGpu)
                        .map(NodeShape::name)
                        .toList());
    }

    private static NodeShape flexible(String name) {
        return new NodeShape(name, true, false, 0);
    }

    private static NodeShape gpu(String name, int gpus) {
        return new NodeShape(name, false, false, gpus);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The platform's three node pools, as the scheduler sees their nodes: labels, taints and allocatable resources. The
 * resources are those of an OKE node of the default shape.
 */
public enum NodeTemplate {
    /** VM.Standard.E4.Flex, 4 OCPU (8 threads), 64 GB. */
    DEFAULT("8", "64Gi", 0),
    /** The same, in the public subnet, for coturn alone. */
    TURN("8", "64Gi", 0),
    /** BM.GPU.A10.4: 64 OCPU, 1 TB, four A10. OKE itself sets the taint. */
    GPU("128", "1024Gi", 4);

    private static final int PODS = 110;

    private final String threads;
    private final String memory;
    private final int gpus;

    NodeTemplate(String threads, String memory, int gpus) {
        this.threads = threads;
        this.memory = memory;
        this.gpus = gpus;
    }

    private Map<String, String> labels() {
        return switch (this) {
            case DEFAULT -> Map.of();
            case TURN -> Map.of("app.pixel/turn", "true");
            case GPU -> Map.of("app.pixel/gpu", "true");
        };
    }

    private List<Taint> taints() {
        return switch (this) {
            case DEFAULT -> List.of();
            case TURN -> List.of(new Taint("NoSchedule", "app.pixel/turn", null, "true"));
            case GPU -> List.of(new Taint("NoSchedule", "nvidia.com/gpu", null, "present"));
        };
    }

    Node node(String name) {
        return node(name, gpus);
    }

    /** A node whose device plugin offers another number of GPUs, as it does for time slices. */
    Node node(String name, int offeredGpus) {
        var capacity = new HashMap<>(Map.of(
                "cpu", new Quantity(threads), "memory", new Quantity(memory), "pods", Quantity.parse("" + PODS)));
        if (offeredGpus > 0) {
            capacity.put("nvidia.com/gpu", Quantity.parse("" + offeredGpus));
        }
        var all = new HashMap<>(labels());
        all.put("kubernetes.io/hostname", name);
        all.put("kubernetes.io/os", "linux");
        all.put("kubernetes.io/arch", "amd64");
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(all)
                .endMetadata()
                .withNewSpec()
                .withTaints(taints())
                .endSpec()
                .withNewStatus()
                .withCapacity(capacity)
                .withAllocatable(capacity)
                .endStatus()
                .build();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.objects;

import com.pulumi.kubernetes.core.v1.inputs.ResourceRequirementsArgs;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The resources that a container requests and its limits, in Kubernetes' quantities.
 *
 * @param extra requested and limited alike, such as {@code nvidia.com/gpu}
 */
public record Size(String cpu, String memory, String cpuLimit, String memoryLimit, Map<String, String> extra) {

    public Size {
        extra = Map.copyOf(extra);
    }

    public Size(String cpu, String memory, String cpuLimit, String memoryLimit) {
        this(cpu, memory, cpuLimit, memoryLimit, Map.of());
    }

    public ResourceRequirementsArgs resources() {
        return ResourceRequirementsArgs.builder()
                .requests(quantities(cpu, memory))
                .limits(quantities(cpuLimit, memoryLimit))
                .build();
    }

    private Map<String, String> quantities(String cpuQuantity, String memoryQuantity) {
        Map<String, String> quantities = new LinkedHashMap<>(extra);
        quantities.put("cpu", cpuQuantity);
        quantities.put("memory", memoryQuantity);
        return quantities;
    }
}

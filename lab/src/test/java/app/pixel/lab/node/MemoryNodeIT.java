// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The memory of each container as the kubelet counts it: the working set of its control group. */
@ExtendWith(StackUnderTest.class)
class MemoryNodeIT {

    @Test
    void every_container_stays_below_its_limit(PlayedStack stack) {
        Map<String, Long> limits = new TreeMap<>();
        stack.node()
                .client()
                .pods()
                .inNamespace(PlayedStack.NAMESPACE)
                .list()
                .getItems()
                .forEach(pod -> limits(pod, limits));
        Map<String, Long> used = workingSets(stack.node());

        assertThat(used.keySet()).isNotEmpty().containsAll(limits.keySet());
        limits.forEach((container, limit) -> {
            long bytes = used.getOrDefault(container, Long.MAX_VALUE);
            System.out.printf("%s: %d MiB of %d%n", container, bytes >> 20, limit >> 20);
            assertThat(bytes).as(container).isLessThan(limit);
        });
    }

    private static void limits(Pod pod, Map<String, Long> limits) {
        for (Container container : pod.getSpec().getContainers()) {
            Quantity limit = container.getResources().getLimits().get("memory");
            limits.put(
                    pod.getMetadata().getName() + "/" + container.getName(),
                    Quantity.getAmountInBytes(limit).longValueExact());
        }
    }

    private static Map<String, Long> workingSets(RealNode node) {
        Map<?, ?> summary = Serialization.unmarshal(
                node.client().raw("/api/v1/nodes/%s/proxy/stats/summary".formatted(NodeAgents.NODE)), Map.class);
        Map<String, Long> used = new TreeMap<>();
        for (Map<?, ?> pod : maps(summary.get("pods"))) {
            for (Map<?, ?> container : maps(pod.get("containers"))) {
                used.put(text(pod, "podRef") + "/" + container.get("name"), workingSet(container));
            }
        }
        return used;
    }

    private static String text(Map<?, ?> pod, String reference) {
        return pod.get(reference) instanceof Map<?, ?> names ? String.valueOf(names.get("name")) : "";
    }

    private static long workingSet(Map<?, ?> container) {
        return container.get("memory") instanceof Map<?, ?> memory
                        && memory.get("workingSetBytes") instanceof Number bytes
                ? bytes.longValue()
                : 0;
    }

    private static List<Map<?, ?>> maps(@Nullable Object list) {
        return list instanceof List<?> items
                ? items.stream().<Map<?, ?>>map(item -> (Map<?, ?>) item).toList()
                : List.of();
    }
}

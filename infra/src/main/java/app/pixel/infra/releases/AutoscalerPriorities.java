// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.releases;

import app.pixel.infra.cluster.AutoscaledPool;
import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The order in which the autoscaler fills pools with GPUs: that of the stack's list. When a pool has no capacity, the
 * autoscaler backs off from it and takes the next one.
 */
final class AutoscalerPriorities {
    /** Of pools that the order says nothing about; the highest number is tried first. */
    private static final int OTHERS = 1;

    private AutoscalerPriorities() {}

    /** The priority expander's table: a number, and the patterns of the pools that it is for. */
    static Output<Map<String, List<String>>> of(List<AutoscaledPool> pools) {
        List<Output<String>> gpuPools = new ArrayList<>();
        for (AutoscaledPool pool : pools) {
            if (pool.hasGpus()) {
                gpuPools.add(pool.id());
            }
        }
        return Output.all(gpuPools).applyValue(AutoscalerPriorities::table);
    }

    static Map<String, List<String>> table(List<String> inOrder) {
        Map<String, List<String>> table = new TreeMap<>();
        int priority = OTHERS + inOrder.size();
        for (String id : inOrder) {
            table.put(String.valueOf(priority--), List.of("^" + id.replace(".", "\\.") + "$"));
        }
        table.put(String.valueOf(OTHERS), List.of(".*"));
        return table;
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import app.pixel.lab.cluster.LocalCluster;
import app.pixel.lab.cluster.NodeTemplate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Gives a cluster the nodes that node pools ask for. */
final class PoolNodes implements OciStandIn.Machines {

    private final LocalCluster cluster;
    private final Map<String, Deque<String>> pools = new HashMap<>();

    PoolNodes(LocalCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public synchronized void resize(String pool, Set<String> labels, int nodes) {
        Deque<String> there = pools.computeIfAbsent(pool, _ -> new ArrayDeque<>());
        while (there.size() < nodes) {
            String name = "%s-%d".formatted(pool, there.size());
            cluster.join(shape(labels), name);
            there.push(name);
        }
        while (there.size() > nodes) {
            cluster.client().nodes().withName(there.pop()).delete();
        }
    }

    private static NodeTemplate shape(Set<String> labels) {
        if (labels.contains("app.pixel/turn")) {
            return NodeTemplate.TURN;
        }
        return labels.contains("app.pixel/gpu") ? NodeTemplate.GPU : NodeTemplate.DEFAULT;
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import app.pixel.FreePort;
import app.pixel.lab.process.LeashedProcess;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The simulator of kubelets: it reports every node as ready, and every pod on them as running. */
final class Kwok {

    private final LeashedProcess program;

    private Kwok(LeashedProcess program) {
        this.program = program;
    }

    /** Starts it; nodes with the label {@link LocalCluster#REAL} are left to their own kubelets. */
    static Kwok start(Tools tools, Processes processes, Path kubeconfig, Site site) {
        var command = new ArrayList<>(List.of(
                tools.binary("kwok"),
                "--kubeconfig=" + kubeconfig,
                site.nodes() ? "--manage-nodes-with-label-selector=!" + LocalCluster.REAL : "--manage-all-nodes=true",
                "--node-ip=127.0.0.1",
                "--cidr=" + site.pods().replace(".0.0/", ".0.1/"),
                "--server-address=127.0.0.1:" + FreePort.find()));
        tools.stages().forEach(stage -> command.add("--config=" + stage));
        return new Kwok(processes.start("kwok", command));
    }

    /** Creates a node; back when it is ready for pods. */
    Node join(KubernetesClient client, Node node) {
        client.resource(node).create();
        var joined = client.nodes().withName(node.getMetadata().getName());
        await(() -> isReady(joined.get()));
        return joined.get();
    }

    private static boolean isReady(@Nullable Node node) {
        return node != null
                && node.getSpec().getTaints().stream()
                        .noneMatch(taint -> taint.getKey().startsWith("node.kubernetes.io/"))
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    /**
     * Waits for a condition of the cluster.
     *
     * @throws IllegalStateException with the end of its log, when it ends meanwhile
     */
    void await(BooleanSupplier condition) {
        program.await(condition);
    }
}

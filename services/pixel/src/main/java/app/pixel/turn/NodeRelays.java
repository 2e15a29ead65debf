// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import app.pixel.web.IpLiteral;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One relay on every node of the cluster that carries a label, followed by a watch.
 *
 * <p>Only this class of the package knows the Kubernetes client: with a fixed list, none of the client's classes are
 * loaded. The client's threads compute a new list and hand it to the event loop that follows. While the API server is
 * away, the client keeps trying, and the last list known holds.
 */
final class NodeRelays implements RelayAddresses {

    private static final Logger log = LoggerFactory.getLogger(NodeRelays.class);

    /** Taints set before the node is emptied: by a cordon, by the cluster autoscaler, by a cloud's own agents. */
    private static final Set<String> LEAVING = Set.of(
            "node.kubernetes.io/unschedulable",
            "ToBeDeletedByClusterAutoscaler",
            "node.cloudprovider.kubernetes.io/shutdown",
            "node.kubernetes.io/out-of-service");

    private final String label;
    private final Callable<Config> cluster;
    private volatile boolean stopped;
    private @Nullable KubernetesClient client;
    private @Nullable SharedIndexInformer<Node> informer;

    /** Follows nodes of the cluster that this process runs in, or that the usual kubeconfig names. */
    NodeRelays(String label) {
        this(label, () -> Config.autoConfigure(null));
    }

    NodeRelays(String label, Callable<Config> cluster) {
        this.label = label;
        this.cluster = cluster;
    }

    @Override
    public Future<Void> follow(Vertx vertx, Consumer<List<RelayNode>> listener) {
        Context eventLoop = vertx.getOrCreateContext();
        return vertx.<@Nullable Void>executeBlocking(() -> {
                    begin(nodes -> eventLoop.runOnContext(event -> listener.accept(nodes)));
                    return null;
                })
                .mapEmpty();
    }

    @Override
    public Future<Void> stop(Vertx vertx) {
        stopped = true;
        return vertx.<@Nullable Void>executeBlocking(() -> {
                    if (informer != null) {
                        informer.stop();
                    }
                    if (client != null) {
                        client.close();
                    }
                    return null;
                })
                .mapEmpty();
    }

    private void begin(Consumer<List<RelayNode>> listener) throws Exception {
        KubernetesClient created =
                new KubernetesClientBuilder().withConfig(cluster.call()).build();
        client = created;
        SharedIndexInformer<Node> nodes =
                created.nodes().withLabelSelector(label).runnableInformer(0);
        informer = nodes;
        nodes.exceptionHandler((started, failure) -> retry(failure));
        nodes.addEventHandler(new OnAnyChange(
                () -> listener.accept(relayNodes(nodes.getStore().list()))));
        nodes.start();
    }

    /** Called by the client on a thread of its own. */
    private boolean retry(Throwable failure) {
        if (!stopped) {
            log.atWarn()
                    .addKeyValue("label", label)
                    .addKeyValue("reason", failure.getMessage())
                    .log("cannot follow the cluster's nodes, trying again");
        }
        return !stopped;
    }

    static List<RelayNode> relayNodes(List<Node> nodes) {
        return nodes.stream()
                .map(node -> new RelayNode(node.getMetadata().getName(), externalAddresses(node), isLive(node)))
                .sorted(Comparator.comparing(RelayNode::name))
                .toList();
    }

    private static List<Relay> externalAddresses(Node node) {
        return node.getStatus().getAddresses().stream()
                .filter(address -> address.getType().equals("ExternalIP"))
                .map(NodeAddress::getAddress)
                .filter(address -> IpLiteral.parse(address).isPresent())
                .map(Relay::new)
                .toList();
    }

    private static boolean isLive(Node node) {
        boolean leaving = Boolean.TRUE.equals(node.getSpec().getUnschedulable())
                || node.getMetadata().getDeletionTimestamp() != null
                || node.getSpec().getTaints().stream().map(Taint::getKey).anyMatch(LEAVING::contains);
        return !leaving
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }

    private record OnAnyChange(Runnable action) implements ResourceEventHandler<Node> {
        @Override
        public void onAdd(Node node) {
            action.run();
        }

        @Override
        public void onUpdate(Node before, Node after) {
            action.run();
        }

        @Override
        public void onDelete(Node node, boolean lastStateUnknown) {
            action.run();
        }
    }
}

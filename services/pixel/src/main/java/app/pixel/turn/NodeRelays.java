// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import app.pixel.web.IpLiteral;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes of the cluster that carry a label, followed by a watch. Each has a relay. When the relays' pods are
 * followed too, only the nodes with a ready one are live.
 *
 * <p>Only this class of the package knows the Kubernetes client: with a fixed list, none of the client's classes are
 * loaded. The client's threads keep the objects, and the event loop that follows computes the list after each change.
 * So no older list overtakes a newer one. The first list is complete. While the API server is away, the client keeps
 * trying, and the last list known holds.
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
    private final Optional<RelayPods> relayPods;
    private final Callable<Config> cluster;
    private volatile boolean stopped;
    private @Nullable KubernetesClient client;
    private List<SharedIndexInformer<?>> informers = List.of();

    /** Follows nodes of the cluster that this process runs in, or that the usual kubeconfig names. */
    NodeRelays(String label, Optional<RelayPods> relayPods) {
        this(label, relayPods, () -> Config.autoConfigure(null));
    }

    NodeRelays(String label, Optional<RelayPods> relayPods, Callable<Config> cluster) {
        this.label = label;
        this.relayPods = relayPods;
        this.cluster = cluster;
    }

    @Override
    public Future<Void> follow(Vertx vertx, Consumer<List<RelayNode>> listener) {
        Context eventLoop = vertx.getOrCreateContext();
        return vertx.<@Nullable Void>executeBlocking(() -> {
                    begin(eventLoop, listener);
                    return null;
                })
                .mapEmpty();
    }

    @Override
    public Future<Void> stop(Vertx vertx) {
        stopped = true;
        return vertx.<@Nullable Void>executeBlocking(() -> {
                    informers.forEach(SharedIndexInformer::stop);
                    if (client != null) {
                        client.close();
                    }
                    return null;
                })
                .mapEmpty();
    }

    private void begin(Context eventLoop, Consumer<List<RelayNode>> listener) throws Exception {
        KubernetesClient created =
                new KubernetesClientBuilder().withConfig(cluster.call()).build();
        client = created;
        SharedIndexInformer<Node> nodes =
                created.nodes().withLabelSelector(label).runnableInformer(0);
        Optional<SharedIndexInformer<Pod>> pods = relayPods.map(following -> created.pods()
                .inNamespace(following.namespace())
                .withLabelSelector(following.label())
                .runnableInformer(0));
        List<SharedIndexInformer<?>> all = new ArrayList<>(List.of(nodes));
        pods.ifPresent(all::add);
        informers = all;
        Runnable changed = () -> eventLoop.runOnContext(event -> {
            if (all.stream().allMatch(SharedIndexInformer::hasSynced)) {
                listener.accept(relayNodes(
                        nodes.getStore().list(),
                        pods.map(found -> found.getStore().list())));
            }
        });
        run(nodes, "nodes with " + label, changed);
        pods.ifPresent(informer -> run(informer, "pods of " + relayPods.orElseThrow(), changed));
    }

    /** An empty list is no event, but completes the start. */
    private <T extends HasMetadata> void run(SharedIndexInformer<T> informer, String followed, Runnable changed) {
        informer.exceptionHandler((started, failure) -> retry(followed, failure));
        informer.addEventHandler(new OnAnyChange<>(changed));
        informer.start().thenRun(changed);
    }

    /** Called by the client on a thread of its own. */
    private boolean retry(String followed, Throwable failure) {
        if (!stopped) {
            log.atWarn()
                    .addKeyValue("followed", followed)
                    .addKeyValue("reason", failure.getMessage())
                    .log("cannot follow the cluster's relays, trying again");
        }
        return !stopped;
    }

    private static List<RelayNode> relayNodes(List<Node> nodes, Optional<List<Pod>> pods) {
        Optional<Set<String>> withRelay = pods.map(NodeRelays::nodesOfReady);
        return nodes.stream()
                .map(node -> {
                    String name = node.getMetadata().getName();
                    boolean runs = withRelay.map(found -> found.contains(name)).orElse(true);
                    return new RelayNode(name, externalAddresses(node), runs && isLive(node));
                })
                .sorted(Comparator.comparing(RelayNode::name))
                .toList();
    }

    /** A pod that terminates may stay ready while it drains, and takes no new client. */
    private static Set<String> nodesOfReady(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null
                        && pod.getStatus() != null
                        && pod.getStatus().getConditions().stream()
                                .anyMatch(condition -> condition.getType().equals("Ready")
                                        && condition.getStatus().equals("True")))
                .map(pod -> pod.getSpec().getNodeName())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
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

    private record OnAnyChange<T>(Runnable action) implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T added) {
            action.run();
        }

        @Override
        public void onUpdate(T before, T after) {
            action.run();
        }

        @Override
        public void onDelete(T gone, boolean lastStateUnknown) {
            action.run();
        }
    }
}

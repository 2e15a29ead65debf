// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.node;

import app.pixel.lab.cluster.LocalCluster;
import app.pixel.lab.cluster.Tools;
import app.pixel.lab.process.LeashedProcess;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A cluster with one node that runs containers. A name service and the edge run on it, the latter as its chart renders
 * it. One thread at a time uses it.
 */
public final class RealNode implements AutoCloseable {

    /** Names the folder of the images' archives; {@code ./pixel} sets it. */
    public static final String IMAGES = "PIXEL_NODE_IMAGES";

    /** The taint of a node whose cloud has not said what it knows. */
    private static final String UNINITIALIZED = "node.cloudprovider.kubernetes.io/uninitialized";

    private final LeashedProcess runtime;
    private final LocalCluster cluster;

    private RealNode(LeashedProcess runtime, LocalCluster cluster) {
        this.runtime = runtime;
        this.cluster = cluster;
    }

    /**
     * Starts one in this JVM's namespaces; back when pods, names and the edge are at work.
     *
     * @param environment names the namespaces, the {@link Tools} and the images
     * @throws IllegalStateException when something of that is not there or does not come up
     */
    public static RealNode start(Map<String, String> environment) {
        NodeSpace space = NodeSpace.of(environment);
        Tools tools = Tools.of(environment);
        Path images = Path.of(
                Objects.requireNonNull(environment.get(IMAGES), IMAGES + " is not set: run ./pixel test node."));
        NodeNetwork.prepare();
        LeashedProcess runtime = ContainerRuntime.start(space, images);
        try {
            LocalCluster cluster = LocalCluster.startForNodes(tools, NodeNetwork.NODE);
            var node = new RealNode(runtime, cluster);
            new NodeAgents(tools, cluster, space).start();
            node.furnish();
            return node;
        } catch (RuntimeException e) {
            runtime.close();
            throw e;
        }
    }

    private void furnish() {
        Resource<Node> node = client().nodes().withName(NodeAgents.NODE);
        await("a ready node", () -> isReady(node.get()));
        node.editStatus(RealNode::addressed);
        node.edit(RealNode::initialized);
        apply("name-service.yaml");
        apply("edge.yaml");
        client().services().inNamespace("traefik").withName("traefik").editStatus(RealNode::balanced);
        await("a name service", () -> isAvailable("kube-system", "coredns"));
        await("an edge", () -> isAvailable("traefik", "traefik"));
    }

    /** Tells the node's addresses, as a cloud's controller does. */
    private static Node addressed(Node node) {
        return node.edit()
                .editStatus()
                .withAddresses(
                        new NodeAddress(NodeNetwork.NODE, "InternalIP"),
                        new NodeAddress(NodeNetwork.EXTERNAL, "ExternalIP"),
                        new NodeAddress(NodeAgents.NODE, "Hostname"))
                .endStatus()
                .build();
    }

    private static Node initialized(Node node) {
        return node.edit()
                .editSpec()
                .removeMatchingFromTaints(taint -> taint.getKey().equals(UNINITIALIZED))
                .endSpec()
                .build();
    }

    /** Gives the Service an address, as a cloud's controller does. */
    private static Service balanced(Service service) {
        return service.edit()
                .editOrNewStatus()
                .withNewLoadBalancer()
                .withIngress(List.of(ingress()))
                .endLoadBalancer()
                .endStatus()
                .build();
    }

    private static LoadBalancerIngress ingress() {
        var ingress = new LoadBalancerIngress();
        ingress.setIp(NodeNetwork.LOAD_BALANCER);
        return ingress;
    }

    private void apply(String resource) {
        try (InputStream yaml = RealNode.class.getResourceAsStream(resource)) {
            client().load(Objects.requireNonNull(yaml, resource)).serverSideApply();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isAvailable(String namespace, String deployment) {
        var found = client().apps()
                .deployments()
                .inNamespace(namespace)
                .withName(deployment)
                .get();
        return found != null
                && found.getStatus() != null
                && Objects.requireNonNullElse(found.getStatus().getAvailableReplicas(), 0) > 0;
    }

    private static boolean isReady(@Nullable Node node) {
        return node != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    /** Waits for what the cluster can only be asked for. */
    private void await(String what, BooleanSupplier condition) {
        try {
            cluster.await(condition);
        } catch (IllegalStateException late) {
            throw new IllegalStateException("The node never had " + what, late);
        }
    }

    public KubernetesClient client() {
        return cluster.client();
    }

    public LocalCluster cluster() {
        return cluster;
    }

    /** The address that the world knows the node by. */
    public String external() {
        return NodeNetwork.EXTERNAL;
    }

    /** The load balancer's address, which the edge answers. */
    public String edge() {
        return NodeNetwork.LOAD_BALANCER;
    }

    @Override
    public void close() {
        cluster.close();
        runtime.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import app.pixel.lab.process.LeashedProcess;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;

/**
 * A Kubernetes cluster of one's own, empty but for the definitions of the custom resources that the platform declares.
 * Used by one thread at a time; {@link #close} leaves nothing behind.
 */
public final class LocalCluster implements AutoCloseable {

    /** The label of nodes that kwok does not play. */
    public static final String REAL = "lab.pixel.app/real";

    private final Tools tools;
    private final Processes processes;
    private final ControlPlane controlPlane;
    private final KubernetesClient client;
    private final Kwok kwok;

    private LocalCluster(Tools tools, Processes processes, Site site) {
        this.tools = tools;
        this.processes = processes;
        this.controlPlane = ControlPlane.start(tools, processes, site);
        this.client = controlPlane.administrator();
        this.kwok = Kwok.start(tools, processes, controlPlane.kubeconfig(User.KWOK), site);
    }

    /**
     * Starts one; back when the API server, the controllers and the scheduler are at work.
     *
     * @throws IllegalStateException with the end of a log, when one of its processes does not come up
     */
    public static LocalCluster start(Tools tools) {
        return start(tools, Site.ofThisMachine(podBlock()));
    }

    /**
     * Starts one whose pods only seem to run; back likewise. Their addresses are those of OKE's pods, since the
     * controllers publish no Service's endpoints on the loopback interface.
     */
    public static LocalCluster startForShow(Tools tools) {
        return start(tools, Site.ofThisMachine("10.244.0.0/16"));
    }

    /**
     * Starts one that real nodes can join, in a network of its own; back likewise.
     *
     * @param address of this machine in that network
     */
    public static LocalCluster startForNodes(Tools tools, String address) {
        return start(tools, Site.ofNodes(address, podBlock()));
    }

    private static LocalCluster start(Tools tools, Site site) {
        var processes = new Processes();
        try {
            var cluster = new LocalCluster(tools, processes, site);
            cluster.define();
            processes.requireAlive();
            return cluster;
        } catch (RuntimeException e) {
            processes.close();
            throw e;
        }
    }

    /**
     * The addresses of pods: of the loopback interface, so that a process can listen where its pod is; another cluster
     * here has others.
     */
    public static String podBlock() {
        return "127.%d.0.0/16".formatted(64 + ProcessHandle.current().pid() % 128);
    }

    private void define() {
        for (Path file : tools.definitions()) {
            try (InputStream yaml = Files.newInputStream(file)) {
                client.load(yaml)
                        .items()
                        .forEach(definition -> client.resource(definition).create());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        kwok.await(this::everythingIsEstablished);
    }

    private boolean everythingIsEstablished() {
        return client.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                .allMatch(definition ->
                        Optional.ofNullable(definition.getStatus())
                                .map(CustomResourceDefinitionStatus::getConditions)
                                .stream()
                                .flatMap(List::stream)
                                .anyMatch(condition -> "Established".equals(condition.getType())
                                        && "True".equals(condition.getStatus())));
    }

    /** The administrator's. */
    public KubernetesClient client() {
        return client;
    }

    /** A client that may do what the service account may, and nothing else; the caller closes it. */
    public KubernetesClient clientOf(String namespace, String serviceAccount) {
        return controlPlane.client(tokenOf(namespace, serviceAccount));
    }

    /** A kubeconfig with the service account's own token and namespace; gone when the cluster is. */
    public Path kubeconfigOf(String namespace, String serviceAccount) {
        return controlPlane.kubeconfig(namespace + "-" + serviceAccount, tokenOf(namespace, serviceAccount), namespace);
    }

    private String tokenOf(String namespace, String serviceAccount) {
        return client.serviceAccounts()
                .inNamespace(namespace)
                .withName(serviceAccount)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    /** Address and port of the API server. */
    public String apiServer() {
        return client.getMasterUrl().getAuthority();
    }

    /** The administrator's, for kubectl; gone when the cluster is. */
    public Path kubeconfig() {
        return controlPlane.kubeconfig(User.ADMIN);
    }

    /** One more process of the cluster, which goes with it. */
    public LeashedProcess run(String name, List<String> command) {
        return processes.start(name, command);
    }

    /** A file that goes with the cluster. */
    public Path write(String name, String content) {
        return processes.write(name, content);
    }

    /** The credentials of a node's agents. */
    public Path agentsKubeconfig() {
        return controlPlane.kubeconfig(User.KWOK);
    }

    /** A new folder, which goes with the cluster. */
    public Path folder(String name) {
        try {
            return Files.createDirectory(processes.file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the version that the API server reports, such as {@code v1.34.4}. */
    public String version() {
        return client.getKubernetesVersion().getGitVersion();
    }

    /** A node of a pool joins; back when it is ready for pods. */
    public Node join(NodeTemplate shape, String name) {
        return join(shape.node(name));
    }

    /** A GPU node joins whose device plugin offers that many GPUs or slices of them. */
    public Node joinWithGpus(String name, int offered) {
        return join(NodeTemplate.GPU.node(name, offered));
    }

    /** A TURN node joins that the world reaches at an address. */
    public Node joinAt(String name, String externalAddress) {
        Node node = NodeTemplate.TURN.node(name);
        node.getStatus().setAddresses(List.of(new NodeAddress(externalAddress, "ExternalIP")));
        return join(node);
    }

    /**
     * Adds a TURN node that can be reached. One address of the pods' block is its internal and its external one. It is
     * far from the addresses that pods get first.
     */
    public Node joinReachable(String name, int number) {
        String address = podBlock().replace(".0.0/16", ".255." + number);
        Node node = NodeTemplate.TURN.node(name);
        node.getStatus()
                .setAddresses(List.of(
                        new NodeAddress(address, "InternalIP"),
                        new NodeAddress(address, "ExternalIP"),
                        new NodeAddress(name, "Hostname")));
        return join(node);
    }

    private Node join(Node node) {
        return kwok.join(client, node);
    }

    /** Waits for a condition that can be read but not watched. */
    public void await(BooleanSupplier condition) {
        kwok.await(condition);
    }

    /** Resident bytes by process; empty where the system does not tell. */
    public SequencedMap<String, Long> residentBytes() {
        return processes.residentBytes();
    }

    /** The API server goes away; everything else stays. */
    void stopApiServer() {
        controlPlane.stopApiServer();
    }

    /** Back when it answers again, at the same address. */
    void restartApiServer() {
        controlPlane.restartApiServer();
    }

    AuditLog audit() {
        return controlPlane.audit();
    }

    Tools tools() {
        return tools;
    }

    Processes processes() {
        return processes;
    }

    ControlPlane controlPlane() {
        return controlPlane;
    }

    @Override
    public void close() {
        client.close();
        processes.close();
    }
}

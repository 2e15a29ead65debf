// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import app.pixel.lab.cluster.LocalCluster;
import app.pixel.lab.cluster.Tools;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One stack: the real engine, and a world of its own that it works on. */
final class Platform implements AutoCloseable {

    /** The stacks' version, an older one, and those that they can be upgraded to. */
    private static final List<String> VERSIONS =
            List.of("v1.33.1", PulumiCli.defaultOf("kubernetesVersion"), "v1.34.3", "v1.35.0");

    static final int LARGEST_MESSAGE = 64 << 20;

    private final Journal journal = new Journal();
    private final ProgramHost program = new ProgramHost();
    private final OciStandIn oci;
    private final KubernetesStandIn kubernetes;
    private final List<ProviderOperations> operations;
    private final Optional<ProviderRelay> relay;
    private final List<Server> servers = new ArrayList<>();
    private final PulumiCli pulumi;

    private Platform(
            String stack, KubernetesObjects objects, OciStandIn.Machines machines, Optional<LocalCluster> cluster) {
        this.oci = new OciStandIn(new OkeOffer(VERSIONS), machines);
        this.kubernetes = new KubernetesStandIn(objects);
        var ociOperations = new ProviderOperations(oci, journal);
        var kubernetesOperations = new ProviderOperations(kubernetes, journal);
        this.operations = List.of(ociOperations, kubernetesOperations);
        Tools tools = Tools.of(System.getenv());
        int language = serve(program);
        int cloud = serve(new ProviderWire(oci, ociOperations));
        int standIn = serve(new ProviderWire(kubernetes, kubernetesOperations));
        this.relay = cluster.map(real ->
                new ProviderRelay(Path.of(tools.binary(ProviderProcess.BINARY)), real.kubeconfig(), standIn, journal));
        // Pulumi's own way to debug a provider: it attaches to a running one instead of starting one.
        this.pulumi = PulumiCli.of(
                tools.binary("pulumi"),
                stack,
                Map.of(
                        "PULUMI_DEBUG_LANGUAGES",
                        "java:" + language,
                        "PULUMI_DEBUG_PROVIDERS",
                        "oci:%d,kubernetes:%d"
                                .formatted(cloud, relay.map(this::serve).orElse(standIn))));
    }

    /** Its objects are in the cluster, and its node pools are the cluster's nodes. */
    static Platform in(LocalCluster cluster, String stack) {
        return new Platform(stack, new ApiServer(cluster), new PoolNodes(cluster), Optional.empty());
    }

    /** Likewise, by the real provider for Kubernetes. */
    static Platform byProvider(LocalCluster cluster, String stack) {
        return new Platform(stack, new ApiServer(cluster), new PoolNodes(cluster), Optional.of(cluster));
    }

    /** For what is about the engine alone. */
    static Platform inMemory(String stack, MemoryObjects objects) {
        return new Platform(stack, objects, (pool, labels, nodes) -> {}, Optional.empty());
    }

    private int serve(BindableService service) {
        Server server = server(service);
        servers.add(server);
        return server.getPort();
    }

    /** Starts a server on this machine alone. */
    static Server server(BindableService service) {
        try {
            return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(service)
                    .maxInboundMessageSize(LARGEST_MESSAGE)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PulumiCli pulumi() {
        return pulumi;
    }

    OciStandIn oci() {
        return oci;
    }

    KubernetesStandIn kubernetes() {
        return kubernetes;
    }

    Journal journal() {
        return journal;
    }

    ProgramHost program() {
        return program;
    }

    void failing(Faults faults) {
        operations.forEach(each -> each.failing(faults));
    }

    @Override
    public void close() {
        pulumi.close();
        relay.ifPresent(ProviderRelay::close);
        servers.forEach(Server::shutdownNow);
    }
}

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
import java.util.List;
import java.util.Map;

/** One stack: the real engine, and a world of its own that it works on. */
final class Platform implements AutoCloseable {

    /** The stacks' version, an older one, and those that they can be upgraded to. */
    private static final List<String> VERSIONS =
            List.of("v1.33.1", PulumiCli.defaultOf("kubernetesVersion"), "v1.34.3", "v1.35.0");

    private final Journal journal = new Journal();
    private final ProgramHost program = new ProgramHost();
    private final OciStandIn oci;
    private final KubernetesStandIn kubernetes;
    private final List<ProviderOperations> operations;
    private final List<Server> servers;
    private final PulumiCli pulumi;

    private Platform(String stack, KubernetesObjects objects, OciStandIn.Machines machines) {
        this.oci = new OciStandIn(new OkeOffer(VERSIONS), machines);
        this.kubernetes = new KubernetesStandIn(objects);
        var ociOperations = new ProviderOperations(oci, journal);
        var kubernetesOperations = new ProviderOperations(kubernetes, journal);
        this.operations = List.of(ociOperations, kubernetesOperations);
        this.servers = List.of(
                serve(program),
                serve(new ProviderWire(oci, ociOperations)),
                serve(new ProviderWire(kubernetes, kubernetesOperations)));
        // Pulumi's own way to debug a provider: it attaches to a running one instead of starting one.
        this.pulumi = PulumiCli.of(
                Tools.of(System.getenv()).binary("pulumi"),
                stack,
                Map.of(
                        "PULUMI_DEBUG_LANGUAGES",
                        "java:" + servers.get(0).getPort(),
                        "PULUMI_DEBUG_PROVIDERS",
                        "oci:%d,kubernetes:%d"
                                .formatted(
                                        servers.get(1).getPort(), servers.get(2).getPort())));
    }

    /** Its objects are in the cluster, and its node pools are the cluster's nodes. */
    static Platform in(LocalCluster cluster, String stack) {
        return new Platform(stack, new ApiServer(cluster), new PoolNodes(cluster));
    }

    /** For what is about the engine alone. */
    static Platform inMemory(String stack, MemoryObjects objects) {
        return new Platform(stack, objects, (pool, labels, nodes) -> {});
    }

    private static Server serve(BindableService service) {
        try {
            return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(service)
                    .maxInboundMessageSize(64 << 20)
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
        servers.forEach(Server::shutdownNow);
    }
}

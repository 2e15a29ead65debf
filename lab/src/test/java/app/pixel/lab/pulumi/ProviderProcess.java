// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import app.pixel.lab.process.LeashedProcess;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import pulumirpc.ResourceProviderGrpc;
import pulumirpc.ResourceProviderGrpc.ResourceProviderBlockingStub;
import pulumirpc.ResourceProviderGrpc.ResourceProviderStub;

/** A running process of Pulumi's own provider for Kubernetes. Its log goes with {@link #close}. */
final class ProviderProcess implements AutoCloseable {

    /** The tool's name. */
    static final String BINARY = "pulumi-resource-kubernetes";

    private static final Predicate<String> PORT = Pattern.compile("\\d+").asMatchPredicate();

    private final Path folder;
    private final LeashedProcess process;
    private final ManagedChannel channel;

    private ProviderProcess(Path folder, LeashedProcess process, ManagedChannel channel) {
        this.folder = folder;
        this.process = process;
        this.channel = channel;
    }

    /**
     * Starts one; back when it answers.
     *
     * @param engine address of the engine that it reports to
     */
    static ProviderProcess start(Path binary, String engine) {
        try {
            Path folder = Files.createTempDirectory("pixel-provider-");
            LeashedProcess process = LeashedProcess.start("provider", folder, List.of(binary.toString(), engine));
            process.await(() -> port(process).isPresent());
            int port = port(process).orElseThrow();
            return new ProviderProcess(folder, process, channel(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Plugins print the port that they listen on. */
    private static Optional<Integer> port(LeashedProcess process) {
        return process.printed().stream().filter(PORT).findFirst().map(Integer::valueOf);
    }

    /** A channel to a provider of this machine. */
    static ManagedChannel channel(int port) {
        return NettyChannelBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .usePlaintext()
                .maxInboundMessageSize(Platform.LARGEST_MESSAGE)
                // A refusal is in the trailers, with the whole object.
                .maxInboundMetadataSize(Platform.LARGEST_MESSAGE)
                .build();
    }

    ResourceProviderStub stub() {
        return ResourceProviderGrpc.newStub(channel);
    }

    ResourceProviderBlockingStub blockingStub() {
        return ResourceProviderGrpc.newBlockingStub(channel);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        process.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

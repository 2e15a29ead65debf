// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import app.pixel.lab.pulumi.Journal.Operation;
import com.google.protobuf.Empty;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import pulumirpc.Plugin.PluginAttach;
import pulumirpc.Plugin.PluginInfo;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.CheckResponse;
import pulumirpc.Provider.ConfigureRequest;
import pulumirpc.Provider.ConfigureResponse;
import pulumirpc.Provider.CreateRequest;
import pulumirpc.Provider.CreateResponse;
import pulumirpc.Provider.DeleteRequest;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.InvokeRequest;
import pulumirpc.Provider.InvokeResponse;
import pulumirpc.Provider.ProviderHandshakeRequest;
import pulumirpc.Provider.ProviderHandshakeResponse;
import pulumirpc.Provider.ReadRequest;
import pulumirpc.Provider.ReadResponse;
import pulumirpc.Provider.UpdateRequest;
import pulumirpc.Provider.UpdateResponse;
import pulumirpc.ResourceProviderGrpc;
import pulumirpc.ResourceProviderGrpc.ResourceProviderStub;

/**
 * Pulumi's own provider for Kubernetes, as the engine sees it. Each run of the engine has a {@link ProviderProcess}
 * process of its own. Two things are not the provider's:
 *
 * <ul>
 *   <li>Releases go to a stand-in, since no repository of charts can be reached.
 *   <li>The kubeconfig is the cluster's. A stack with a cloud has one that asks the {@code oci} command for tokens.
 * </ul>
 */
final class ProviderRelay extends ResourceProviderGrpc.ResourceProviderImplBase implements AutoCloseable {

    private static final String KUBECONFIG = "kubeconfig";

    private final Path binary;
    private final Path kubeconfig;
    private final ManagedChannel releases;
    private final Journal journal;
    private String engine = "";
    private @Nullable ProviderProcess provider;

    /** @param releases port of the stand-in that answers for releases */
    ProviderRelay(Path binary, Path kubeconfig, int releases, Journal journal) {
        this.binary = binary;
        this.kubeconfig = kubeconfig;
        this.releases = ProviderProcess.channel(releases);
        this.journal = journal;
    }

    private synchronized ResourceProviderStub of(String address) {
        ProviderProcess running = provider;
        if (running == null || !engine.equals(address)) {
            if (running != null) {
                running.close();
            }
            running = ProviderProcess.start(binary, address);
            provider = running;
            engine = address;
        }
        return running.stub();
    }

    private synchronized ResourceProviderStub objects() {
        return of(engine);
    }

    private ResourceProviderStub responsible(String urn) {
        return Urn.of(urn).type().equals(HelmReleases.TYPE) ? ResourceProviderGrpc.newStub(releases) : objects();
    }

    @Override
    public void handshake(ProviderHandshakeRequest request, StreamObserver<ProviderHandshakeResponse> to) {
        of(request.getEngineAddress()).handshake(request, to);
    }

    @Override
    public void attach(PluginAttach request, StreamObserver<Empty> to) {
        of(request.getAddress()).attach(request, to);
    }

    @Override
    public void getPluginInfo(Empty request, StreamObserver<PluginInfo> to) {
        objects().getPluginInfo(request, to);
    }

    @Override
    public void cancel(Empty request, StreamObserver<Empty> to) {
        objects().cancel(request, to);
    }

    @Override
    public void checkConfig(CheckRequest request, StreamObserver<CheckResponse> to) {
        objects().checkConfig(request, to);
    }

    @Override
    public void diffConfig(DiffRequest request, StreamObserver<DiffResponse> to) {
        objects().diffConfig(request, to);
    }

    @Override
    @SuppressWarnings("deprecation") // This provider reads the variables and not the arguments.
    public void configure(ConfigureRequest request, StreamObserver<ConfigureResponse> to) {
        Value now = request.getArgs().getFieldsOrDefault(KUBECONFIG, Value.getDefaultInstance());
        if (!now.getStringValue().equals(StructValues.UNKNOWN)) {
            String text = Json.text(kubeconfig);
            Struct arguments = request.getArgs().toBuilder()
                    .putFields(
                            KUBECONFIG, Value.newBuilder().setStringValue(text).build())
                    .build();
            request = request.toBuilder()
                    .setArgs(arguments)
                    .putVariables("kubernetes:config:" + KUBECONFIG, text)
                    .build();
        }
        objects().configure(request, to);
    }

    @Override
    public void invoke(InvokeRequest request, StreamObserver<InvokeResponse> to) {
        objects().invoke(request, to);
    }

    @Override
    public void check(CheckRequest request, StreamObserver<CheckResponse> to) {
        responsible(request.getUrn()).check(request, to);
    }

    @Override
    public void diff(DiffRequest request, StreamObserver<DiffResponse> to) {
        responsible(request.getUrn()).diff(request, to);
    }

    @Override
    public void create(CreateRequest request, StreamObserver<CreateResponse> to) {
        responsible(request.getUrn())
                .create(request, request.getPreview() ? to : noting(Operation.CREATE, request.getUrn(), to));
    }

    @Override
    public void read(ReadRequest request, StreamObserver<ReadResponse> to) {
        responsible(request.getUrn()).read(request, to);
    }

    @Override
    public void update(UpdateRequest request, StreamObserver<UpdateResponse> to) {
        responsible(request.getUrn())
                .update(request, request.getPreview() ? to : noting(Operation.UPDATE, request.getUrn(), to));
    }

    @Override
    public void delete(DeleteRequest request, StreamObserver<Empty> to) {
        responsible(request.getUrn()).delete(request, noting(Operation.DELETE, request.getUrn(), to));
    }

    /** Writes to the journal what the provider has done. The stand-in writes on its own. */
    private <T> StreamObserver<T> noting(Operation operation, String urn, StreamObserver<T> to) {
        Urn resource = Urn.of(urn);
        if (resource.type().equals(HelmReleases.TYPE)) {
            return to;
        }
        return new StreamObserver<>() {
            @Override
            public void onNext(T answer) {
                journal.write(operation, resource.type(), resource.name());
                to.onNext(answer);
            }

            @Override
            public void onError(Throwable refusal) {
                to.onError(refusal);
            }

            @Override
            public void onCompleted() {
                to.onCompleted();
            }
        };
    }

    @Override
    public synchronized void close() {
        releases.shutdownNow();
        if (provider != null) {
            provider.close();
        }
    }
}

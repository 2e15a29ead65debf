// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import com.google.protobuf.Empty;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Supplier;
import pulumirpc.Plugin.PluginAttach;
import pulumirpc.Plugin.PluginInfo;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.CheckResponse;
import pulumirpc.Provider.ConfigureRequest;
import pulumirpc.Provider.ConfigureResponse;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.ProviderHandshakeRequest;
import pulumirpc.Provider.ProviderHandshakeResponse;
import pulumirpc.ResourceProviderGrpc;

/** The calls that the engine makes to each provider's plugin, whatever it provides. */
abstract class PluginWire extends ResourceProviderGrpc.ResourceProviderImplBase {

    private final String version;

    PluginWire(String version) {
        this.version = version;
    }

    @Override
    public void handshake(ProviderHandshakeRequest request, StreamObserver<ProviderHandshakeResponse> to) {
        answer(
                to,
                () -> ProviderHandshakeResponse.newBuilder()
                        .setAcceptSecrets(true)
                        .build());
    }

    @Override
    public void attach(PluginAttach request, StreamObserver<Empty> to) {
        answer(to, Empty::getDefaultInstance);
    }

    @Override
    public void getPluginInfo(Empty request, StreamObserver<PluginInfo> to) {
        answer(to, () -> PluginInfo.newBuilder().setVersion(version).build());
    }

    @Override
    public void cancel(Empty request, StreamObserver<Empty> to) {
        answer(to, Empty::getDefaultInstance);
    }

    @Override
    public void checkConfig(CheckRequest request, StreamObserver<CheckResponse> to) {
        answer(to, () -> CheckResponse.newBuilder().setInputs(request.getNews()).build());
    }

    @Override
    public void diffConfig(DiffRequest request, StreamObserver<DiffResponse> to) {
        answer(to, () -> {
            var changed = InputPaths.between(
                    StructValues.plain(request.getOldInputs()), StructValues.plain(request.getNews()));
            return DiffResponse.newBuilder()
                    .setChanges(
                            changed.isEmpty() ? DiffResponse.DiffChanges.DIFF_NONE : DiffResponse.DiffChanges.DIFF_SOME)
                    .addAllDiffs(changed)
                    .build();
        });
    }

    @Override
    public void configure(ConfigureRequest request, StreamObserver<ConfigureResponse> to) {
        answer(
                to,
                () -> ConfigureResponse.newBuilder()
                        .setAcceptSecrets(true)
                        .setSupportsPreview(true)
                        .build());
    }

    static <T> void answer(StreamObserver<T> to, Supplier<T> work) {
        try {
            to.onNext(work.get());
            to.onCompleted();
        } catch (ProviderRefusal no) {
            to.onError(Status.UNKNOWN.withDescription(no.getMessage()).asRuntimeException());
        } catch (StatusRuntimeException half) {
            to.onError(half);
        } catch (RuntimeException failure) {
            var trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            to.onError(Status.INTERNAL.withDescription(trace.toString()).asRuntimeException());
        }
    }
}

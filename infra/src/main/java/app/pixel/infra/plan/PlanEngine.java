// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.plan;

import com.google.protobuf.Empty;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import pulumirpc.EngineGrpc;
import pulumirpc.EngineOuterClass.GetRootResourceRequest;
import pulumirpc.EngineOuterClass.GetRootResourceResponse;
import pulumirpc.EngineOuterClass.LogRequest;
import pulumirpc.EngineOuterClass.LogSeverity;
import pulumirpc.EngineOuterClass.SetRootResourceRequest;
import pulumirpc.EngineOuterClass.SetRootResourceResponse;
import pulumirpc.Resource.RegisterResourceOutputsRequest;
import pulumirpc.Resource.RegisterResourceRequest;
import pulumirpc.Resource.RegisterResourceResponse;
import pulumirpc.Resource.ResourceInvokeRequest;
import pulumirpc.Resource.ResourceInvokeResponse;
import pulumirpc.Resource.SupportsFeatureRequest;
import pulumirpc.Resource.SupportsFeatureResponse;
import pulumirpc.ResourceMonitorGrpc;

/** As much of Pulumi's engine as a plan needs, on a port of its own: it agrees to everything and keeps it. */
final class PlanEngine implements AutoCloseable {
    private static final Set<String> FEATURES = Set.of("secrets", "resourceReferences", "aliasSpecs", "deletedWith");

    /** The end of the id that a resource gets here, behind its name. */
    static final String ID_SUFFIX = "-id";

    private final String stack;
    private final ImaginaryCloud cloud;
    private final Server server;
    private final ConcurrentMap<String, PlannedResource> resources = new ConcurrentHashMap<>();
    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    private final List<String> errors = Collections.synchronizedList(new ArrayList<>());

    PlanEngine(String stack, ImaginaryCloud cloud) throws IOException {
        this.stack = stack;
        this.cloud = cloud;
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Monitor())
                .addService(new Engine())
                .build()
                .start();
    }

    String address() {
        return "127.0.0.1:" + server.getPort();
    }

    /** In no order. */
    List<PlannedResource> resources() {
        return List.copyOf(resources.values());
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    List<String> errors() {
        return List.copyOf(errors);
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private String urn(RegisterResourceRequest request) {
        String parent = request.getParent();
        String above =
                parent.isEmpty() || parent.contains("::pulumi:pulumi:Stack::") ? "" : parent.split("::", -1)[2] + "$";
        return "urn:pulumi:%s::%s::%s%s::%s"
                .formatted(stack, Plan.PROJECT, above, request.getType(), request.getName());
    }

    private static <T> void answer(StreamObserver<T> observer, T answer) {
        observer.onNext(answer);
        observer.onCompleted();
    }

    private final class Monitor extends ResourceMonitorGrpc.ResourceMonitorImplBase {
        @Override
        public void supportsFeature(SupportsFeatureRequest request, StreamObserver<SupportsFeatureResponse> observer) {
            answer(
                    observer,
                    SupportsFeatureResponse.newBuilder()
                            .setHasSupport(FEATURES.contains(request.getId()))
                            .build());
        }

        @Override
        public void registerResource(
                RegisterResourceRequest request, StreamObserver<RegisterResourceResponse> observer) {
            String urn = urn(request);
            if (resources.putIfAbsent(urn, PlannedResource.of(urn, request)) != null) {
                errors.add("Duplicate resource URN '%s': give one of the two another name.".formatted(urn));
            }
            var state = cloud.state(request.getType(), request.getName(), Wire.fields(request.getObject()));
            answer(
                    observer,
                    RegisterResourceResponse.newBuilder()
                            .setUrn(urn)
                            .setId(request.getCustom() ? request.getName() + ID_SUFFIX : "")
                            .setObject(Wire.struct(state))
                            .build());
        }

        @Override
        public void registerResourceOutputs(RegisterResourceOutputsRequest request, StreamObserver<Empty> observer) {
            answer(observer, Empty.getDefaultInstance());
        }

        @Override
        public void invoke(ResourceInvokeRequest request, StreamObserver<ResourceInvokeResponse> observer) {
            try {
                answer(
                        observer,
                        ResourceInvokeResponse.newBuilder()
                                .setReturn(Wire.struct(cloud.call(request.getTok(), Wire.shown(request.getArgs()))))
                                .build());
            } catch (IllegalArgumentException unknown) {
                observer.onError(Status.UNIMPLEMENTED
                        .withDescription(unknown.getMessage())
                        .asRuntimeException());
            }
        }
    }

    private final class Engine extends EngineGrpc.EngineImplBase {
        @Override
        public void log(LogRequest request, StreamObserver<Empty> observer) {
            if (request.getSeverity() == LogSeverity.ERROR) {
                errors.add(request.getMessage());
            } else if (request.getSeverity() == LogSeverity.WARNING) {
                warnings.add(request.getMessage());
            }
            answer(observer, Empty.getDefaultInstance());
        }

        @Override
        public void getRootResource(GetRootResourceRequest request, StreamObserver<GetRootResourceResponse> observer) {
            answer(observer, GetRootResourceResponse.getDefaultInstance());
        }

        @Override
        public void setRootResource(SetRootResourceRequest request, StreamObserver<SetRootResourceResponse> observer) {
            answer(observer, SetRootResourceResponse.getDefaultInstance());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import app.pixel.infra.plan.ImaginaryCloud;
import com.pulumi.Context;
import com.pulumi.resources.Resource;
import com.pulumi.test.Mocks;
import com.pulumi.test.TestOptions;
import com.pulumi.test.internal.MockMonitor;
import com.pulumi.test.internal.PulumiTestInternal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import pulumirpc.Resource.RegisterResourceRequest;
import pulumirpc.Resource.RegisterResourceResponse;

/**
 * What a program declares to an engine that answers everything: each resource gets the id {@code <name>-id} and its inputs as outputs,
 * each function what {@link ImaginaryCloud} has for it. Every request is kept whole, so that a test sees parents, providers, dependencies and
 * secrets, which the SDK's own mocks hide.
 */
public record RecordedStack(List<Registered> resources, com.pulumi.test.TestResult result) {

    /**
     * Runs a program (for example one part of the platform with inputs made up) and fails when it throws. It runs on another thread: call
     * it from {@code @BeforeAll}, not from a static initialiser, whose class that thread would wait for.
     */
    public static RecordedStack of(Consumer<Context> program) {
        var requests = new ConcurrentLinkedQueue<RegisterResourceRequest>();
        var test = PulumiTestInternal.builder()
                .options(TestOptions.builder()
                        .projectName("pixel")
                        .stackName("test")
                        .preview(false)
                        .build())
                .mocks(new Answers())
                .monitorDecorator(_ -> new Recorder(requests))
                .build();
        try {
            var result = test.runTest(program).throwOnError();
            return new RecordedStack(requests.stream().map(Registered::new).toList(), result);
        } finally {
            PulumiTestInternal.cleanup();
        }
    }

    public List<Registered> ofType(String type) {
        return resources.stream()
                .filter(resource -> resource.type().equals(type))
                .toList();
    }

    /** The one resource of a type with a logical name. */
    public Registered the(String type, String name) {
        return ofType(type).stream()
                .filter(resource -> resource.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no %s %s among %s".formatted(type, name, resources)));
    }

    private static final class Recorder extends MockMonitor {
        private final ConcurrentLinkedQueue<RegisterResourceRequest> requests;

        Recorder(ConcurrentLinkedQueue<RegisterResourceRequest> requests) {
            super(new Answers(), PulumiTestInternal.mockLog());
            this.requests = requests;
        }

        @Override
        public CompletableFuture<RegisterResourceResponse> registerResourceAsync(
                Resource resource, RegisterResourceRequest request) {
            requests.add(request);
            return super.registerResourceAsync(resource, request);
        }
    }

    private static final class Answers implements Mocks {
        private static final ImaginaryCloud CLOUD = new ImaginaryCloud("v1.34.2");

        @Override
        public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs resource) {
            return CompletableFuture.completedFuture(ResourceResult.of(
                    Optional.of(resource.name + "-id"), CLOUD.state(resource.type, resource.name, resource.inputs)));
        }

        @Override
        public CompletableFuture<java.util.Map<String, Object>> callAsync(CallArgs call) {
            return CompletableFuture.completedFuture(CLOUD.call(call.token));
        }
    }
}

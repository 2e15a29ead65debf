// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import app.pixel.infra.plan.ImaginaryCloud;
import com.pulumi.Context;
import com.pulumi.resources.Resource;
import com.pulumi.test.Mocks;
import com.pulumi.test.TestOptions;
import com.pulumi.test.internal.MockMonitor;
import com.pulumi.test.internal.PulumiTestInternal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pulumirpc.Resource.RegisterResourceRequest;
import pulumirpc.Resource.RegisterResourceResponse;

/**
 * The declarations of a program to an engine that answers everything. Each resource gets the id {@code <name>-id} and
 * its inputs as outputs; each function gets the answer of {@link ImaginaryCloud}. Every request is kept whole, so that
 * a test sees parents, providers, dependencies and secrets, which the SDK's own mocks hide.
 */
public record RecordedStack(List<Registered> resources, com.pulumi.test.TestResult result) {

    /**
     * Runs a program (for example one part of the platform with made-up inputs) and fails when it throws. It runs on
     * another thread: call it from {@code @BeforeAll}, not from a static initialiser, whose class that thread would
     * wait for.
     */
    public static RecordedStack of(Consumer<Context> program) {
        var requests = new ConcurrentLinkedQueue<Registered>();
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
            return new RecordedStack(List.copyOf(requests), result);
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

    /** The resource of a type with a logical name, if the stack has it. */
    public List<Registered> named(String type, String name) {
        return ofType(type).stream()
                .filter(resource -> resource.name().equals(name))
                .toList();
    }

    /** The resources that make pods. */
    public List<Registered> workloads() {
        return Stream.of("Deployment", "DaemonSet", "StatefulSet")
                .flatMap(kind -> ofType("kubernetes:apps/v1:" + kind).stream())
                .toList();
    }

    /** Everything that the engine has made, at the latest, when it makes a resource. */
    public Set<Registered> before(Registered resource) {
        Map<String, Registered> byUrn =
                resources.stream().collect(Collectors.toMap(Registered::urn, Function.identity(), (one, _) -> one));
        Set<Registered> before = new HashSet<>();
        Deque<String> ways = new ArrayDeque<>(resource.directlyAfter());
        while (!ways.isEmpty()) {
            Registered next = byUrn.get(ways.pop());
            if (next != null && before.add(next)) {
                ways.addAll(next.directlyAfter());
            }
        }
        return before;
    }

    private static final class Recorder extends MockMonitor {
        private final ConcurrentLinkedQueue<Registered> requests;

        Recorder(ConcurrentLinkedQueue<Registered> requests) {
            super(new Answers(), PulumiTestInternal.mockLog());
            this.requests = requests;
        }

        @Override
        public CompletableFuture<RegisterResourceResponse> registerResourceAsync(
                Resource resource, RegisterResourceRequest request) {
            return super.registerResourceAsync(resource, request).thenApply(response -> {
                requests.add(new Registered(response.getUrn(), request));
                return response;
            });
        }
    }

    private static final class Answers implements Mocks {
        private static final ImaginaryCloud CLOUD = new ImaginaryCloud("v1.34.2", StackShapes.EXISTING_NETWORK);

        @Override
        public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs resource) {
            return CompletableFuture.completedFuture(ResourceResult.of(
                    Optional.of(resource.name + "-id"), CLOUD.state(resource.type, resource.name, resource.inputs)));
        }

        @Override
        public CompletableFuture<Map<String, Object>> callAsync(CallArgs call) {
            return CompletableFuture.completedFuture(CLOUD.call(call.token, call.args));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import com.google.protobuf.Struct;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.ConfigureRequest;
import pulumirpc.Provider.CreateRequest;
import pulumirpc.Provider.CreateResponse;
import pulumirpc.Provider.DeleteRequest;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.ResourceProviderGrpc;
import pulumirpc.ResourceProviderGrpc.ResourceProviderBlockingStub;

/** Asks a provider as the engine does, one resource at a time. */
record ProviderClient(ResourceProviderBlockingStub stub, Runnable end) implements AutoCloseable {

    private static final String NO_ENGINE = "127.0.0.1:1";

    /** A resource as a provider has made it. */
    record Answer(String id, Struct state) {

        /** Its outputs, without what each object of a cluster has another value of, and notes of the provider's own. */
        Map<String, Object> lasting() {
            Map<String, Object> outputs = StructValues.plain(state);
            outputs.keySet().removeIf(name -> name.startsWith("__") || name.equals("status"));
            Map<String, Object> metadata = Json.map(outputs.get("metadata"));
            metadata.keySet()
                    .removeAll(Set.of("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"));
            outputs.put("metadata", metadata);
            if (outputs.get("spec") instanceof Map<?, ?> given) {
                Map<String, Object> spec = Json.map(given);
                spec.keySet().removeAll(Set.of("clusterIP", "clusterIPs"));
                outputs.put("spec", spec);
            }
            return outputs;
        }
    }

    /** The engine's next step, of a provider's answer. */
    record Step(DiffResponse.DiffChanges changes, SortedMap<String, Boolean> replaces, boolean deleteFirst) {

        static Step of(DiffResponse response) {
            var replaces = new TreeMap<String, Boolean>();
            response.getDetailedDiffMap()
                    .forEach((path, diff) ->
                            replaces.put(path, diff.getKind().name().endsWith("_REPLACE")));
            return new Step(response.getChanges(), replaces, response.getDeleteBeforeReplace());
        }
    }

    @SuppressWarnings("deprecation") // This provider reads the variables and not the arguments.
    static ProviderClient ofTheProvider(Path binary, Path kubeconfig) {
        ProviderProcess process = ProviderProcess.start(binary, NO_ENGINE);
        var client = new ProviderClient(process.blockingStub(), process::close);
        client.stub()
                .configure(ConfigureRequest.newBuilder()
                        .setAcceptSecrets(true)
                        .setAcceptResources(true)
                        .putAllVariables(Map.of(
                                "kubernetes:config:kubeconfig", Json.text(kubeconfig),
                                "kubernetes:config:enableSecretMutable", "true",
                                "kubernetes:config:enableConfigMapMutable", "true"))
                        .build());
        return client;
    }

    static ProviderClient ofTheStandIn(KubernetesObjects objects) {
        var standIn = new KubernetesStandIn(objects);
        Server server = Platform.server(new ProviderWire(standIn, new ProviderOperations(standIn, new Journal())));
        ManagedChannel channel = ProviderProcess.channel(server.getPort());
        return new ProviderClient(ResourceProviderGrpc.newBlockingStub(channel), () -> {
            channel.shutdownNow();
            server.shutdownNow();
        });
    }

    private static String urn(String type) {
        return "urn:pulumi:stack::project::%s::sample".formatted(type);
    }

    Map<String, Object> check(String type, Map<String, Object> inputs) {
        var response = stub.check(CheckRequest.newBuilder()
                .setUrn(urn(type))
                .setNews(StructValues.struct(inputs))
                .build());
        if (response.getFailuresCount() > 0) {
            throw new AssertionError(response.getFailuresList());
        }
        return StructValues.plain(response.getInputs());
    }

    Answer create(String type, Map<String, Object> inputs) {
        CreateResponse response = stub.create(CreateRequest.newBuilder()
                .setUrn(urn(type))
                .setProperties(StructValues.struct(inputs))
                .build());
        return new Answer(response.getId(), response.getProperties());
    }

    Step diff(String type, Map<String, Object> before, Map<String, Object> after, Answer made) {
        return Step.of(stub.diff(DiffRequest.newBuilder()
                .setUrn(urn(type))
                .setId(made.id())
                .setOlds(made.state())
                .setOldInputs(StructValues.struct(before))
                .setNews(StructValues.struct(after))
                .build()));
    }

    void delete(String type, Map<String, Object> inputs, Answer made) {
        stub.delete(DeleteRequest.newBuilder()
                .setUrn(urn(type))
                .setId(made.id())
                .setProperties(made.state())
                .setOldInputs(StructValues.struct(inputs))
                .build());
    }

    @Override
    public void close() {
        end.run();
    }
}

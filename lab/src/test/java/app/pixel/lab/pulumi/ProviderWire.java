// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import app.pixel.lab.pulumi.ProviderOperations.HalfDone;
import app.pixel.lab.pulumi.ProviderStandIn.Declared;
import app.pixel.lab.pulumi.ProviderStandIn.Difference;
import app.pixel.lab.pulumi.ProviderStandIn.Found;
import app.pixel.lab.pulumi.ProviderStandIn.Made;
import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import com.google.protobuf.Struct;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import pulumirpc.Provider.CheckFailure;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.CheckResponse;
import pulumirpc.Provider.CreateRequest;
import pulumirpc.Provider.CreateResponse;
import pulumirpc.Provider.DeleteRequest;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.ErrorResourceInitFailed;
import pulumirpc.Provider.InvokeRequest;
import pulumirpc.Provider.InvokeResponse;
import pulumirpc.Provider.PropertyDiff;
import pulumirpc.Provider.ReadRequest;
import pulumirpc.Provider.ReadResponse;
import pulumirpc.Provider.UpdateRequest;
import pulumirpc.Provider.UpdateResponse;

/** A provider's side of Pulumi's wire. An input that is secret is a secret output too. */
final class ProviderWire extends PluginWire {

    private final ProviderStandIn provider;
    private final ProviderOperations operations;

    ProviderWire(ProviderStandIn provider, ProviderOperations operations) {
        super(provider.version());
        this.provider = provider;
        this.operations = operations;
    }

    @Override
    public void invoke(InvokeRequest request, StreamObserver<InvokeResponse> to) {
        answer(
                to,
                () -> InvokeResponse.newBuilder()
                        .setReturn(StructValues.struct(
                                provider.call(request.getTok(), StructValues.plain(request.getArgs()))))
                        .build());
    }

    @Override
    public void check(CheckRequest request, StreamObserver<CheckResponse> to) {
        answer(to, () -> {
            Declared declared = declared(request.getUrn(), request.getNews());
            var refusals = provider.refusals(declared);
            Map<String, Object> normal = provider.normal(declared);
            return CheckResponse.newBuilder()
                    .setInputs(
                            normal.equals(declared.inputs())
                                    ? request.getNews()
                                    : outputs(declared, request.getNews(), normal))
                    .addAllFailures(refusals.stream()
                            .map(reason ->
                                    CheckFailure.newBuilder().setReason(reason).build())
                            .toList())
                    .build();
        });
    }

    @Override
    public void diff(DiffRequest request, StreamObserver<DiffResponse> to) {
        answer(to, () -> {
            Difference difference = provider.difference(
                    Urn.of(request.getUrn()).type(),
                    StructValues.plain(request.getOldInputs()),
                    StructValues.plain(request.getNews()));
            var response = DiffResponse.newBuilder()
                    .setHasDetailedDiff(true)
                    .setDeleteBeforeReplace(difference.replaces() && difference.deleteFirst())
                    .setChanges(
                            difference.changes().isEmpty()
                                    ? DiffResponse.DiffChanges.DIFF_NONE
                                    : DiffResponse.DiffChanges.DIFF_SOME);
            difference.changes().forEach((path, replaces) -> add(response, path, replaces));
            return response.build();
        });
    }

    private static void add(DiffResponse.Builder response, String path, boolean replaces) {
        response.addDiffs(InputPaths.top(path));
        if (replaces) {
            response.addReplaces(InputPaths.top(path));
        }
        response.putDetailedDiff(
                path,
                PropertyDiff.newBuilder()
                        .setKind(replaces ? PropertyDiff.Kind.UPDATE_REPLACE : PropertyDiff.Kind.UPDATE)
                        .setInputDiff(true)
                        .build());
    }

    @Override
    public void create(CreateRequest request, StreamObserver<CreateResponse> to) {
        answer(to, () -> {
            Declared declared = declared(request.getUrn(), request.getProperties());
            if (request.getPreview()) {
                return CreateResponse.newBuilder()
                        .setProperties(outputs(declared, request.getProperties(), provider.foreseen(declared)))
                        .build();
            }
            return doing(declared, request.getProperties(), () -> {
                Made made = operations.create(request.getUrn(), declared);
                return CreateResponse.newBuilder()
                        .setId(made.id())
                        .setProperties(outputs(declared, request.getProperties(), made.outputs()))
                        .build();
            });
        });
    }

    @Override
    public void update(UpdateRequest request, StreamObserver<UpdateResponse> to) {
        answer(to, () -> {
            Declared declared = declared(request.getUrn(), request.getNews());
            if (request.getPreview()) {
                Map<String, Object> foreseen = StructValues.plain(request.getOlds());
                foreseen.putAll(declared.inputs());
                return updated(outputs(declared, request.getNews(), foreseen));
            }
            return doing(declared, request.getNews(), () -> {
                Made made = operations.update(request.getUrn(), request.getId(), declared);
                return updated(outputs(declared, request.getNews(), made.outputs()));
            });
        });
    }

    private static UpdateResponse updated(Struct outputs) {
        return UpdateResponse.newBuilder().setProperties(outputs).build();
    }

    @Override
    public void read(ReadRequest request, StreamObserver<ReadResponse> to) {
        answer(to, () -> {
            Declared declared = declared(request.getUrn(), request.getInputs());
            Optional<Found> found = provider.read(request.getId(), declared);
            if (found.isEmpty()) {
                return ReadResponse.getDefaultInstance(); // Without an id: it is gone.
            }
            return ReadResponse.newBuilder()
                    .setId(request.getId())
                    .setInputs(StructValues.struct(found.get().inputs(), StructValues.secrets(request.getInputs())))
                    .setProperties(
                            outputs(declared, request.getInputs(), found.get().outputs()))
                    .build();
        });
    }

    @Override
    public void delete(DeleteRequest request, StreamObserver<Empty> to) {
        answer(to, () -> {
            operations.delete(request.getUrn(), request.getId(), declared(request.getUrn(), request.getOldInputs()));
            return Empty.getDefaultInstance();
        });
    }

    /** Reports a half-done operation to the engine, which would otherwise do it once more. */
    private <T> T doing(Declared declared, Struct inputs, Supplier<T> operation) {
        try {
            return operation.get();
        } catch (HalfDone half) {
            var detail = ErrorResourceInitFailed.newBuilder()
                    .setId(half.made().id())
                    .setProperties(outputs(declared, inputs, half.made().outputs()))
                    .setInputs(inputs)
                    .addReasons(half.getMessage())
                    .build();
            throw StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                    .setCode(com.google.rpc.Code.UNKNOWN_VALUE)
                    .setMessage(half.getMessage())
                    .addDetails(Any.pack(detail))
                    .build());
        }
    }

    private Struct outputs(Declared declared, Struct inputs, Map<String, Object> outputs) {
        Set<String> secrets = new HashSet<>(StructValues.secrets(inputs));
        secrets.addAll(provider.secretOutputs(declared.type()));
        return StructValues.struct(outputs, secrets);
    }

    private static Declared declared(String urn, Struct inputs) {
        Urn of = Urn.of(urn);
        return new Declared(of.type(), of.name(), StructValues.plain(inputs));
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.engine;

import app.pixel.lab.engine.Faults.Fault;
import app.pixel.lab.engine.Journal.Deed;
import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import com.google.protobuf.Struct;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import pulumirpc.Plugin.PluginAttach;
import pulumirpc.Plugin.PluginInfo;
import pulumirpc.Provider.CheckFailure;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.CheckResponse;
import pulumirpc.Provider.ConfigureRequest;
import pulumirpc.Provider.ConfigureResponse;
import pulumirpc.Provider.CreateRequest;
import pulumirpc.Provider.CreateResponse;
import pulumirpc.Provider.DeleteRequest;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.ErrorResourceInitFailed;
import pulumirpc.Provider.InvokeRequest;
import pulumirpc.Provider.InvokeResponse;
import pulumirpc.Provider.PropertyDiff;
import pulumirpc.Provider.ProviderHandshakeRequest;
import pulumirpc.Provider.ProviderHandshakeResponse;
import pulumirpc.Provider.ReadRequest;
import pulumirpc.Provider.ReadResponse;
import pulumirpc.Provider.UpdateRequest;
import pulumirpc.Provider.UpdateResponse;
import pulumirpc.ResourceProviderGrpc;

/**
 * A provider's side of Pulumi's wire, on plain values. What is secret on the way in is secret on the way out. The engine
 * asks from many threads at once.
 */
abstract class ProviderStandIn extends ResourceProviderGrpc.ResourceProviderImplBase {

    /** What the program declares. */
    record Declared(String type, String name, Map<String, Object> inputs) {}

    /** What came of it. */
    record Made(String id, Map<String, Object> outputs) {}

    /** What there is now of what was declared. */
    record Found(Map<String, Object> inputs, Map<String, Object> outputs) {}

    /**
     * What would have to be done about changed inputs.
     *
     * @param changes by path, true where only another resource can have the new value
     * @param deleteFirst whether the old and the new one cannot be there at the same time
     */
    record Difference(SortedMap<String, Boolean> changes, boolean deleteFirst) {
        boolean replaces() {
            return changes.containsValue(true);
        }
    }

    private final String version;
    private final Journal journal;
    private volatile Faults faults = Faults.NONE;

    ProviderStandIn(String version, Journal journal) {
        this.version = version;
        this.journal = journal;
    }

    void failing(Faults these) {
        this.faults = these;
    }

    abstract List<String> refusals(Declared declared);

    abstract Difference difference(String type, Map<String, Object> before, Map<String, Object> after);

    /** What a preview knows of a resource to be. */
    abstract Map<String, Object> foreseen(Declared declared);

    /** Makes it; back when it has come up. */
    abstract Made create(Declared declared);

    abstract Map<String, Object> update(String id, Declared declared, Map<String, Object> before);

    abstract Optional<Found> read(String id, Declared declared);

    abstract void delete(String id, Declared declared);

    abstract Map<String, Object> call(String function, Map<String, Object> arguments);

    /** Outputs that are secret whatever the inputs are. */
    Set<String> secretOutputs(String type) {
        return Set.of();
    }

    /** An error in the words of whoever is played. */
    static StatusRuntimeException refused(String message) {
        return Status.UNKNOWN.withDescription(message).asRuntimeException();
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
            var changed = Paths.between(Wire.plain(request.getOldInputs()), Wire.plain(request.getNews()));
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

    @Override
    public void invoke(InvokeRequest request, StreamObserver<InvokeResponse> to) {
        answer(
                to,
                () -> InvokeResponse.newBuilder()
                        .setReturn(Wire.struct(call(request.getTok(), Wire.plain(request.getArgs()))))
                        .build());
    }

    @Override
    public void check(CheckRequest request, StreamObserver<CheckResponse> to) {
        answer(to, () -> {
            var refusals = refusals(declared(request.getUrn(), request.getNews()));
            return CheckResponse.newBuilder()
                    .setInputs(request.getNews())
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
            Difference difference = difference(
                    type(request.getUrn()), Wire.plain(request.getOldInputs()), Wire.plain(request.getNews()));
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
        response.addDiffs(Paths.top(path));
        if (replaces) {
            response.addReplaces(Paths.top(path));
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
                        .setProperties(outputs(declared, request.getProperties(), foreseen(declared)))
                        .build();
            }
            Optional<Fault> fault = fault(Deed.CREATE, request.getUrn());
            Made made = create(declared);
            journal.write(Deed.CREATE, declared.type(), declared.name());
            Struct outputs = outputs(declared, request.getProperties(), made.outputs());
            fault.ifPresent(half -> {
                throw halfDone(made.id(), outputs, request.getProperties(), half);
            });
            return CreateResponse.newBuilder()
                    .setId(made.id())
                    .setProperties(outputs)
                    .build();
        });
    }

    @Override
    public void update(UpdateRequest request, StreamObserver<UpdateResponse> to) {
        answer(to, () -> {
            Declared declared = declared(request.getUrn(), request.getNews());
            Map<String, Object> before = Wire.plain(request.getOlds());
            if (request.getPreview()) {
                before.putAll(declared.inputs());
                return updated(outputs(declared, request.getNews(), before));
            }
            Optional<Fault> fault = fault(Deed.UPDATE, request.getUrn());
            Struct outputs = outputs(declared, request.getNews(), update(request.getId(), declared, before));
            journal.write(Deed.UPDATE, declared.type(), declared.name());
            fault.ifPresent(half -> {
                throw halfDone(request.getId(), outputs, request.getNews(), half);
            });
            return updated(outputs);
        });
    }

    private static UpdateResponse updated(Struct outputs) {
        return UpdateResponse.newBuilder().setProperties(outputs).build();
    }

    @Override
    public void read(ReadRequest request, StreamObserver<ReadResponse> to) {
        answer(to, () -> {
            Declared declared = declared(request.getUrn(), request.getInputs());
            Optional<Found> found = read(request.getId(), declared);
            if (found.isEmpty()) {
                return ReadResponse.getDefaultInstance(); // Without an id: it is gone.
            }
            return ReadResponse.newBuilder()
                    .setId(request.getId())
                    .setInputs(Wire.struct(found.get().inputs(), Wire.secrets(request.getInputs())))
                    .setProperties(
                            outputs(declared, request.getInputs(), found.get().outputs()))
                    .build();
        });
    }

    @Override
    public void delete(DeleteRequest request, StreamObserver<Empty> to) {
        answer(to, () -> {
            Declared declared = declared(request.getUrn(), request.getOldInputs());
            fault(Deed.DELETE, request.getUrn());
            delete(request.getId(), declared);
            journal.write(Deed.DELETE, declared.type(), declared.name());
            return Empty.getDefaultInstance();
        });
    }

    /** Throws where nothing is to be done; tells of the fault where it comes afterwards. */
    private Optional<Fault> fault(Deed deed, String urn) {
        Optional<Fault> fault = faults.on(deed, urn);
        fault.filter(kind -> kind != Fault.HALF_DONE || deed == Deed.DELETE).ifPresent(kind -> {
            throw refused(kind.message());
        });
        return fault;
    }

    private static StatusRuntimeException halfDone(String id, Struct outputs, Struct inputs, Fault fault) {
        var detail = ErrorResourceInitFailed.newBuilder()
                .setId(id)
                .setProperties(outputs)
                .setInputs(inputs)
                .addReasons(fault.message())
                .build();
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(com.google.rpc.Code.UNKNOWN_VALUE)
                .setMessage(fault.message())
                .addDetails(Any.pack(detail))
                .build());
    }

    private Struct outputs(Declared declared, Struct inputs, Map<String, Object> outputs) {
        Set<String> secrets = new HashSet<>(Wire.secrets(inputs));
        secrets.addAll(secretOutputs(declared.type()));
        return Wire.struct(outputs, secrets);
    }

    private static Declared declared(String urn, Struct inputs) {
        return new Declared(type(urn), name(urn), Wire.plain(inputs));
    }

    /** {@code urn:pulumi:<stack>::<project>::<parent's type>$<type>::<name>}. */
    static String type(String urn) {
        String types = urn.split("::", -1)[2];
        return types.substring(types.lastIndexOf('$') + 1);
    }

    /** The logical name. */
    static String name(String urn) {
        return urn.substring(urn.lastIndexOf("::") + 2);
    }

    private static <T> void answer(StreamObserver<T> to, Supplier<T> work) {
        try {
            to.onNext(work.get());
            to.onCompleted();
        } catch (StatusRuntimeException refusal) {
            to.onError(refusal);
        } catch (RuntimeException failure) {
            var trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            to.onError(Status.INTERNAL.withDescription(trace.toString()).asRuntimeException());
        }
    }
}

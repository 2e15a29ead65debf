// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import app.pixel.lab.process.JavaProgram;
import com.google.protobuf.Empty;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import pulumirpc.Language.AboutRequest;
import pulumirpc.Language.AboutResponse;
import pulumirpc.Language.GetProgramDependenciesRequest;
import pulumirpc.Language.GetProgramDependenciesResponse;
import pulumirpc.Language.GetRequiredPackagesRequest;
import pulumirpc.Language.GetRequiredPackagesResponse;
import pulumirpc.Language.InstallDependenciesRequest;
import pulumirpc.Language.InstallDependenciesResponse;
import pulumirpc.Language.LanguageHandshakeRequest;
import pulumirpc.Language.LanguageHandshakeResponse;
import pulumirpc.Language.RunRequest;
import pulumirpc.Language.RunResponse;
import pulumirpc.LanguageRuntimeGrpc;
import pulumirpc.Plugin.PluginInfo;

/**
 * Pulumi's Java host, as far as it starts a packaged program. It runs {@code java -jar} with the jar that Pulumi.yaml
 * calls its binary.
 */
final class ProgramHost extends LanguageRuntimeGrpc.LanguageRuntimeImplBase {

    private static final long LIMIT_SECONDS = 420;
    /** The program has told the engine itself what went wrong. */
    private static final int TOLD = 32;

    private volatile String engine = "";
    private final PeakMemory memory = new PeakMemory();

    /** The most that the program ever had resident. */
    PeakMemory memory() {
        return memory;
    }

    @Override
    public void handshake(LanguageHandshakeRequest request, StreamObserver<LanguageHandshakeResponse> to) {
        engine = request.getEngineAddress();
        answer(to, LanguageHandshakeResponse.getDefaultInstance());
    }

    @Override
    public void getPluginInfo(Empty request, StreamObserver<PluginInfo> to) {
        answer(to, PluginInfo.newBuilder().setVersion("1.36.1").build());
    }

    @Override
    public void getRequiredPackages(
            GetRequiredPackagesRequest request, StreamObserver<GetRequiredPackagesResponse> to) {
        answer(to, GetRequiredPackagesResponse.getDefaultInstance());
    }

    @Override
    public void getProgramDependencies(
            GetProgramDependenciesRequest request, StreamObserver<GetProgramDependenciesResponse> to) {
        answer(to, GetProgramDependenciesResponse.getDefaultInstance());
    }

    @Override
    public void installDependencies(
            InstallDependenciesRequest request, StreamObserver<InstallDependenciesResponse> to) {
        to.onCompleted();
    }

    @Override
    public void about(AboutRequest request, StreamObserver<AboutResponse> to) {
        answer(to, AboutResponse.getDefaultInstance());
    }

    @Override
    public void cancel(Empty request, StreamObserver<Empty> to) {
        answer(to, Empty.getDefaultInstance());
    }

    @Override
    public void run(RunRequest request, StreamObserver<RunResponse> to) {
        try {
            answer(to, run(request));
        } catch (IOException e) {
            answer(to, RunResponse.newBuilder().setError(e.toString()).build());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer(to, RunResponse.newBuilder().setError(e.toString()).build());
        }
    }

    private RunResponse run(RunRequest request) throws IOException, InterruptedException {
        Path root = Path.of(request.getInfo().getRootDirectory());
        Path log = Files.createTempFile("pixel-program-", ".log");
        try {
            Process program = start(root, request, log);
            if (!memory.follow(program, LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return RunResponse.newBuilder()
                        .setError("the program did not end within %d s".formatted(LIMIT_SECONDS))
                        .build();
            }
            int status = program.exitValue();
            if (status == 0) {
                return RunResponse.getDefaultInstance();
            }
            return status == TOLD
                    ? RunResponse.newBuilder().setBail(true).build()
                    : RunResponse.newBuilder()
                            .setError("the program ended with status %d:%n%s"
                                    .formatted(status, Files.readString(log, StandardCharsets.UTF_8)))
                            .build();
        } finally {
            Files.delete(log);
        }
    }

    /** The SDK polls its tasks without a pause. Niced, it leaves the processors to the pods that it waits for. */
    private Process start(Path root, RunRequest request, Path log) throws IOException {
        var options = StructValues.plain(request.getInfo().getOptions());
        var builder = new ProcessBuilder(
                        "nice",
                        JavaProgram.launcher(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        root.resolve(Json.text(options, "binary")).toString())
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment(root, request));
        return builder.start();
    }

    private Map<String, String> environment(Path root, RunRequest request) {
        return Map.of(
                "PULUMI_MONITOR", request.getMonitorAddress(),
                "PULUMI_ENGINE", engine,
                "PULUMI_PROJECT", request.getProject(),
                "PULUMI_STACK", request.getStack(),
                "PULUMI_ORGANIZATION", request.getOrganization(),
                "PULUMI_ROOT_DIRECTORY", root.toString(),
                "PULUMI_CONFIG", Serialization.asJson(request.getConfigMap()),
                "PULUMI_CONFIG_SECRET_KEYS",
                        Serialization.asJson(
                                request.getConfigSecretKeysList().stream().toList()),
                "PULUMI_DRY_RUN", Boolean.toString(request.getDryRun()),
                "PULUMI_PARALLEL", Integer.toString(request.getParallel()));
    }

    private static <T> void answer(StreamObserver<T> to, T answer) {
        to.onNext(answer);
        to.onCompleted();
    }
}

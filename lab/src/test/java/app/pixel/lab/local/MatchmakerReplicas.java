// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import app.pixel.FreePort;
import app.pixel.lab.process.JavaProgram;
import app.pixel.lab.process.LeashedProcess;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Matchmakers that are processes of their own, so that a test can kill, stop and pause them. */
final class MatchmakerReplicas implements AutoCloseable {

    private static final String SECRET = "one secret for all replicas of it";

    /**
     * One matchmaker. Its ports stay when its process is another one.
     *
     * @param isEndpoint false once it was asked to stop: then a Service sends nothing new to it
     */
    record Replica(int port, int reportPort, @Nullable LeashedProcess program, boolean isEndpoint) {}

    private final Path folder;
    private final String lease;
    private final List<Replica> replicas = new ArrayList<>();
    private final AtomicInteger launches = new AtomicInteger();
    private final @Nullable LeashedProcess redis;
    private final String lobby;

    /**
     * Starts them; back when each accepts connections.
     *
     * @param count more than one share a lobby in Redis
     * @param lease of sessions
     */
    MatchmakerReplicas(Path folder, int count, String lease) {
        this.folder = folder;
        this.lease = lease;
        int redisPort = FreePort.find();
        redis = count == 1 ? null : startRedis(redisPort);
        lobby = redis == null ? "memory" : "redis://127.0.0.1:" + redisPort;
        IntStream.range(0, count).forEach(index -> replicas.add(start(FreePort.find(), FreePort.find())));
        IntStream.range(0, count).forEach(this::awaitAnswer);
    }

    /** The port of the first replica that accepts connections; of the first one when none does. */
    int first(ToIntFunction<Replica> port) {
        return replicas.stream()
                .filter(Replica::isEndpoint)
                .mapToInt(port)
                .filter(MatchmakerReplicas::answers)
                .findFirst()
                .orElse(port.applyAsInt(replicas.getFirst()));
    }

    /** Ends a matchmaker as {@code kill -9} does. */
    void kill(int index) {
        running(index).close();
        replicas.set(
                index,
                new Replica(replicas.get(index).port(), replicas.get(index).reportPort(), null, false));
    }

    /** Another process takes the ports of one that was killed. */
    void startAgain(int index) {
        Replica killed = replicas.get(index);
        replicas.set(index, start(killed.port(), killed.reportPort()));
        awaitAnswer(index);
    }

    /** Asks a matchmaker to stop, as Kubernetes does, and does not wait for it. */
    void terminate(int index) {
        Replica stopping = replicas.get(index);
        replicas.set(index, new Replica(stopping.port(), stopping.reportPort(), stopping.program(), false));
        running(index).handles().forEach(ProcessHandle::destroy);
    }

    /** Sends a signal such as {@code -STOP} to the processes of a matchmaker. */
    void signal(int index, String signal) throws IOException, InterruptedException {
        for (ProcessHandle process : running(index).handles()) {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }
    }

    @Override
    public void close() {
        replicas.stream().map(Replica::program).filter(Objects::nonNull).forEach(LeashedProcess::close);
        if (redis != null) {
            redis.close();
        }
    }

    private LeashedProcess running(int index) {
        return Objects.requireNonNull(replicas.get(index).program(), "it was killed");
    }

    private LeashedProcess startRedis(int port) {
        LeashedProcess started = LeashedProcess.start(
                "redis",
                folder,
                List.of("redis-server", "--bind", "127.0.0.1", "--port", Integer.toString(port), "--save", ""));
        started.await(() -> answers(port));
        return started;
    }

    /** A leash takes SIGTERM from its process, so that Ctrl-C reaches none of them; {@code env} gives it back. */
    private Replica start(int port, int reportPort) {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=TERM", JavaProgram.launcher()));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath(), "app.pixel.Pixel"));
        command.addAll(List.of("matchmaker", "--host", Services.LOOPBACK, "--port", Integer.toString(port)));
        command.addAll(List.of("--report-port", Integer.toString(reportPort), "--operations-port", "0"));
        command.addAll(List.of("--session-lease", lease));
        LeashedProcess program = LeashedProcess.start(
                "matchmaker-" + launches.incrementAndGet(),
                folder,
                Map.of("PIXEL_SESSION_SECRET", SECRET, "PIXEL_LOBBY", lobby),
                command);
        return new Replica(port, reportPort, program, true);
    }

    private void awaitAnswer(int index) {
        running(index).await(() -> answers(replicas.get(index).port()));
    }

    static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}

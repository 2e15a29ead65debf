// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;

import app.pixel.FreePort;
import app.pixel.lab.process.JavaProgram;
import app.pixel.lab.process.LeashedProcess;
import app.pixel.lab.simulation.SimulatedStreamer;
import app.pixel.lab.simulation.WebRtc;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * The platform with matchmakers that are processes of their own, so that a test can kill, stop and pause them. The
 * edge and the reports' way go to the first replica that accepts connections, as a Kubernetes Service would send them.
 */
final class ReplicatedPlatform implements AutoCloseable {

    private static final String LEASE = "30s";
    private static final String SECRET = "one secret for all replicas of it";

    /**
     * One matchmaker. Its ports stay when its process is another one.
     *
     * @param isEndpoint false once it was asked to stop: then a Service sends nothing new to it
     */
    private record Replica(
            int port, int reportPort, @Nullable LeashedProcess program, boolean isEndpoint) {}

    private final Vertx vertx;
    private final Path folder;
    private final List<Replica> replicas = new ArrayList<>();
    private final AtomicInteger launches = new AtomicInteger();
    private final @Nullable LeashedProcess redis;
    private final String lobby;
    private final Services services;
    private String edge = "";
    private int edgePort;
    private int pagePort;

    /**
     * Starts everything.
     *
     * @param matchmakers replicas; more than one share a lobby in Redis
     */
    ReplicatedPlatform(Vertx vertx, Path folder, int matchmakers) throws TimeoutException {
        this.vertx = vertx;
        this.folder = folder;
        this.services = new Services(vertx);
        int redisPort = FreePort.find();
        redis = matchmakers == 1 ? null : startRedis(redisPort);
        lobby = redis == null ? "memory" : "redis://127.0.0.1:" + redisPort;
        IntStream.range(0, matchmakers).forEach(index -> replicas.add(start(FreePort.find(), FreePort.find())));
        IntStream.range(0, matchmakers).forEach(this::awaitAnswer);
        startStreamer();
        pagePort = services.start("player", "--host", Services.LOOPBACK, "--port", "0")
                .await(20, SECONDS)
                .port("port");
        startEdge();
    }

    String page() {
        return "http://127.0.0.1:%d/".formatted(edgePort);
    }

    String socket() {
        return "ws://127.0.0.1:%d/ws".formatted(edgePort);
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

    /** Stops a matchmaker's processor time, and its sockets stay open. */
    void pause(int index) throws IOException, InterruptedException {
        signal(index, "-STOP");
    }

    void goOn(int index) throws IOException, InterruptedException {
        signal(index, "-CONT");
    }

    /** Cuts every socket of every page. */
    void restartEdge() throws TimeoutException {
        vertx.undeploy(edge).await(20, SECONDS);
        startEdge();
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

    private void signal(int index, String signal) throws IOException, InterruptedException {
        for (ProcessHandle process : running(index).handles()) {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }
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
        command.addAll(List.of("--session-lease", LEASE));
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

    private void startStreamer() throws TimeoutException {
        vertx.executeBlocking(() -> {
                    WebRtc.load();
                    return 0;
                })
                .await(60, SECONDS);
        int reports = startReportsService();
        Services.Running signalling = services.start(
                        "signalling",
                        "--host",
                        Services.LOOPBACK,
                        "--player-port",
                        "0",
                        "--streamer-port",
                        "0",
                        "--sfu-port",
                        "0",
                        "--session-lease",
                        LEASE,
                        "--matchmaker",
                        Services.LOOPBACK + ":" + reports)
                .await(20, SECONDS);
        URI server = URI.create("ws://%s:%d".formatted(Services.LOOPBACK, signalling.port("streamer-port")));
        LocalOptions options = new LocalOptions();
        new CommandLine(options)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs("--size", "640x360", "--fps", "15", "--scene", "pattern");
        vertx.deployVerticle(new SimulatedStreamer(options.video().streamer(server, "streamer", 0), event -> {}))
                .await(20, SECONDS);
    }

    private int startReportsService() throws TimeoutException {
        return vertx.createNetServer()
                .connectHandler(reporter -> {
                    reporter.pause();
                    vertx.createNetClient()
                            .connect(first(Replica::reportPort), Services.LOOPBACK)
                            .onSuccess(matchmaker -> {
                                reporter.closeHandler(closed -> matchmaker.close());
                                matchmaker.closeHandler(closed -> reporter.close());
                                var _ = reporter.pipeTo(matchmaker);
                            })
                            .onFailure(refused -> reporter.close());
                })
                .listen(0, Services.LOOPBACK)
                .await(20, SECONDS)
                .actualPort();
    }

    private void startEdge() throws TimeoutException {
        Edge started = new Edge(
                Services.LOOPBACK,
                edgePort,
                () -> SocketAddress.inetSocketAddress(first(Replica::port), Services.LOOPBACK),
                () -> SocketAddress.inetSocketAddress(pagePort, Services.LOOPBACK));
        edge = vertx.deployVerticle(started).await(20, SECONDS);
        edgePort = started.actualPort();
    }

    /** The port of the first replica that accepts connections; of the first one when none does. */
    private int first(ToIntFunction<Replica> port) {
        return replicas.stream()
                .filter(Replica::isEndpoint)
                .mapToInt(port)
                .filter(ReplicatedPlatform::answers)
                .findFirst()
                .orElse(port.applyAsInt(replicas.getFirst()));
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

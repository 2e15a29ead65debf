// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;

import app.pixel.lab.simulation.SimulatedStreamer;
import app.pixel.lab.simulation.WebRtc;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;

/**
 * The platform with {@link MatchmakerReplicas}. The edge and the reports' way go to the first replica that accepts
 * connections, as a Kubernetes Service would send them.
 */
final class ReplicatedPlatform implements AutoCloseable {

    private static final String LEASE = "30s";

    private final Vertx vertx;
    private final MatchmakerReplicas matchmakers;
    private final Services services;
    private String edge = "";
    private int edgePort;
    private int pagePort;

    /**
     * Starts everything.
     *
     * @param replicas of the matchmaker; more than one share a lobby in Redis
     */
    ReplicatedPlatform(Vertx vertx, Path folder, int replicas) throws TimeoutException {
        this.vertx = vertx;
        this.services = new Services(vertx);
        this.matchmakers = new MatchmakerReplicas(folder, replicas, LEASE);
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
        matchmakers.kill(index);
    }

    /** Another process takes the ports of one that was killed. */
    void startAgain(int index) {
        matchmakers.startAgain(index);
    }

    /** Asks a matchmaker to stop, as Kubernetes does, and does not wait for it. */
    void terminate(int index) {
        matchmakers.terminate(index);
    }

    /** Stops a matchmaker's processor time, and its sockets stay open. */
    void pause(int index) throws IOException, InterruptedException {
        matchmakers.signal(index, "-STOP");
    }

    void goOn(int index) throws IOException, InterruptedException {
        matchmakers.signal(index, "-CONT");
    }

    /** Cuts every socket of every page. */
    void restartEdge() throws TimeoutException {
        vertx.undeploy(edge).await(20, SECONDS);
        startEdge();
    }

    @Override
    public void close() {
        matchmakers.close();
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
                            .connect(matchmakers.first(MatchmakerReplicas.Replica::reportPort), Services.LOOPBACK)
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
                () -> SocketAddress.inetSocketAddress(
                        matchmakers.first(MatchmakerReplicas.Replica::port), Services.LOOPBACK),
                () -> SocketAddress.inetSocketAddress(pagePort, Services.LOOPBACK));
        edge = vertx.deployVerticle(started).await(20, SECONDS);
        edgePort = started.actualPort();
    }
}

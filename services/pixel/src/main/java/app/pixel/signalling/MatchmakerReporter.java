// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.Backoff;
import app.pixel.web.Failures;
import app.pixel.web.Report;
import app.pixel.web.SecretFile;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every change to the matchmaker, each as a {@link Report}. A connection starts with the whole state, so an
 * outage loses nothing. The reporter connects again while the server runs.
 */
final class MatchmakerReporter {

    private static final Logger log = LoggerFactory.getLogger(MatchmakerReporter.class);
    private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::");
    private static final Duration KEEPALIVE = Duration.ofSeconds(30);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5));

    private final Vertx vertx;
    private final HostAndPort matchmaker;
    private final Optional<SecretFile> token;
    /** The state, as this end of a connection shows it. */
    private final Function<SocketAddress, Report> state;

    private final NetClient client;
    private @Nullable NetSocket socket;
    private int failures;
    private boolean stopped;

    /**
     * Makes one that is not connected.
     *
     * @param host the address for players; reports come from it, because the matchmaker sends players there
     * @param token read for each connection, since a cluster exchanges it
     */
    MatchmakerReporter(
            Vertx vertx,
            String host,
            HostAndPort matchmaker,
            Optional<SecretFile> token,
            Function<SocketAddress, Report> state) {
        this.vertx = vertx;
        this.matchmaker = matchmaker;
        this.token = token;
        this.state = state;
        var towards = new NetClientOptions()
                .setConnectTimeout(5_000)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true);
        this.client = vertx.createNetClient(ANY_ADDRESS.contains(host) ? towards : towards.setLocalAddress(host));
    }

    void start() {
        connect();
        vertx.setPeriodic(KEEPALIVE.toMillis(), timer -> report(new Report.Ping()));
    }

    boolean isConnected() {
        return socket != null;
    }

    /** Sends the whole state again, for a change that Epic's protocol has no word for. */
    void reportState() {
        if (socket != null) {
            report(state.apply(socket.localAddress()));
        }
    }

    Future<Void> stop() {
        stopped = true;
        return client.close();
    }

    private void connected(NetSocket connection) {
        Promise<Void> lost = Promise.promise();
        connection.exceptionHandler(failure -> {});
        connection.closeHandler(closed -> {
            lost.complete();
            lost();
        });
        token.map(file -> file.read(vertx).map(tokens -> Optional.of(new Report.Proof(tokens.getFirst()))))
                .orElse(Future.succeededFuture(Optional.empty()))
                .onSuccess(proof -> {
                    if (!lost.future().isComplete()) {
                        begin(connection, proof);
                    }
                })
                .onFailure(failure -> {
                    log.atError().addKeyValue("reason", failure.getMessage()).log("there is no token to report with");
                    connection.close();
                });
    }

    private void begin(NetSocket connection, Optional<Report.Proof> proof) {
        socket = connection;
        failures = 0;
        log.atInfo().addKeyValue("matchmaker", matchmaker).log("reporting to the matchmaker");
        proof.ifPresent(this::report);
        reportState();
    }

    private void lost() {
        socket = null;
        retry(new IllegalStateException("it closed the connection"));
    }

    private void retry(Throwable failure) {
        if (stopped) {
            return;
        }
        log.atInfo()
                .addKeyValue("matchmaker", matchmaker)
                .addKeyValue("reason", Failures.rootCause(failure))
                .log("the matchmaker is out of reach, trying again");
        failures++;
        vertx.setTimer(BACKOFF.spread(failures).toMillis(), timer -> connect());
    }

    private void connect() {
        if (!stopped) {
            client.connect(matchmaker.port(), matchmaker.host())
                    .onSuccess(this::connected)
                    .onFailure(this::retry);
        }
    }

    void report(Report report) {
        NetSocket connection = socket;
        if (connection == null) {
            return;
        }
        if (connection.writeQueueFull()) {
            connection.close();
        } else {
            connection.write(report.text());
        }
    }
}

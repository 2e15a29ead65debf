// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;

import app.pixel.Pixel;
import app.pixel.lab.process.JavaProgram;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** matchmaker as a process, which reaches the API server by its own service account's token alone. */
final class RunningMatchmaker implements AutoCloseable {

    private final JavaProgram program;
    private final Map<String, Integer> ports;
    private final Path log;

    private RunningMatchmaker(JavaProgram program, Path log) {
        this.program = program;
        this.ports = program.ports();
        this.log = log;
    }

    static RunningMatchmaker start(LocalCluster cluster, Path folder) {
        return new RunningMatchmaker(
                JavaProgram.start(
                        "matchmaker",
                        folder,
                        Map.of(
                                "KUBECONFIG",
                                cluster.kubeconfigOf("pixel", "matchmaker").toString()),
                        Map.of(),
                        Pixel.class.getName(),
                        List.of(
                                "matchmaker",
                                "--host=127.0.0.1",
                                "--port=0",
                                "--report-port=0",
                                "--operations-port=0",
                                "--stream-pods=app.kubernetes.io/name=stream")),
                folder.resolve("matchmaker.log"));
    }

    int reportPort() {
        return Objects.requireNonNull(ports.get("report-port"));
    }

    void await(BooleanSupplier condition) {
        program.process().await(condition);
    }

    /** How many of its log's lines have these words. */
    long said(String words) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(words)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A visitor who has got as far as a stream's offer. */
    WebSocket player(Vertx vertx, WebSocketClient browser) throws Exception {
        Promise<WebSocket> playing = Promise.promise();
        vertx.runOnContext(turn -> {
            ClientWebSocket page = browser.webSocket();
            page.textMessageHandler(text -> play(page, text, playing));
            page.connect(Objects.requireNonNull(ports.get("port")), "127.0.0.1", "/ws")
                    .onSuccess(open -> open.writeTextMessage("{\"type\":\"listStreamers\"}"))
                    .onFailure(playing::tryFail);
        });
        Future<WebSocket> offered = playing.future();
        return offered.await(60, SECONDS);
    }

    private static void play(WebSocket page, String text, Promise<WebSocket> playing) {
        if (text.contains("\"streamerList\"") && text.contains("\"Stream\"")) {
            page.writeTextMessage("{\"type\":\"subscribe\",\"streamerId\":\"Stream\"}");
        } else if (text.contains("\"offer\"")) {
            playing.tryComplete(page);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}

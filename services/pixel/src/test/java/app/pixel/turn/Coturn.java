// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.pixel.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The distribution's real coturn on loopback, started by the same entry point and with the same fixed configuration as
 * in a pod. Loopback peers, which it would always refuse, are let through to the lists of denied and allowed peers.
 */
final class Coturn implements AutoCloseable {

    static final Path ENTRY_POINT = Path.of("../../infra/src/main/resources/app/pixel/infra/coturn/entrypoint.sh")
            .toAbsolutePath();

    private final Process process;
    private final int port;
    private final Path folder;

    private Coturn(Process process, int port, Path folder) {
        this.process = process;
        this.port = port;
        this.folder = folder;
    }

    /** Skips the test where coturn is not installed, unless this is CI, where it must be. */
    static void require() {
        boolean installed = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "turnserver")));
        if (!installed && "true".equals(System.getenv("CI"))) {
            fail("coturn is not installed; CI has to install it (apt-get install coturn).");
        }
        assumeTrue(installed, "coturn is not installed (apt-get install coturn)");
    }

    /** Starts it with these secrets, and these settings over those of loopback; it answers when this returns. */
    static Coturn start(Path folder, List<String> secrets, Map<String, String> settings) throws IOException {
        Coturn coturn = launch(folder, secrets, settings);
        try (TurnClient client = new TurnClient(TurnClient.Transport.UDP, coturn.port, new TurnCredentials("", ""))) {
            client.bind();
        }
        return coturn;
    }

    /** Starts it without waiting. */
    static Coturn launch(Path folder, List<String> secrets, Map<String, String> settings) throws IOException {
        int port = FreePort.find();
        Path secretFile = Files.write(folder.resolve("secrets"), secrets);
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", ENTRY_POINT.toString(), "--allow-loopback-peers");
        builder.environment()
                .putAll(Map.of(
                        "TURN_SECRET_FILE",
                        secretFile.toString(),
                        "TURN_RUN_DIRECTORY",
                        folder.resolve("run").toString(),
                        "TURN_NODE_IP",
                        "127.0.0.1",
                        "TURN_PORT",
                        String.valueOf(port),
                        "TURN_SECRET_CHECK_SECONDS",
                        "1",
                        "TURN_DRAIN_SECONDS",
                        "0"));
        builder.environment().putAll(settings);
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("coturn.log").toFile());
        return new Coturn(builder.start(), port, folder);
    }

    int port() {
        return port;
    }

    /** The file of its secrets, which it follows. */
    Path secretFile() {
        return folder.resolve("secrets");
    }

    Process process() {
        return process;
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("coturn.log"));
    }

    List<String> configuration() throws IOException {
        return Files.readAllLines(folder.resolve("run/turnserver.conf"));
    }

    TurnClient client(TurnClient.Transport transport, TurnCredentials credentials) throws IOException {
        return new TurnClient(transport, port, credentials);
    }

    TurnClient client(TurnCredentials credentials) throws IOException {
        return client(TurnClient.Transport.UDP, credentials);
    }

    static TurnCredentials credentials(String secret, String client) {
        return TurnCredentials.issue(secret, client, Instant.now().plusSeconds(600));
    }

    /** Asks it to end, as the kubelet does, and waits for that. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            fail("coturn does not end on SIGTERM");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        ProcessHandle[] all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toArray(ProcessHandle[]::new);
        Arrays.stream(all).forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import app.pixel.FreePort;
import app.pixel.lab.process.Installed;
import app.pixel.lab.process.LeashedProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Coturn as a child process on the loopback interface, which ends with this JVM. It shares a secret, made for this run,
 * with our {@code turn-credentials} service by a file.
 */
final class LocalCoturn {

    private static final String PROGRAM = "turnserver";
    private static final int SECRET_BYTES = 32;

    private final Vertx vertx;
    private final Path folder;
    private final int port;
    private final Path program;
    private volatile LeashedProcess process;

    private LocalCoturn(Vertx vertx, Path program, Path folder, int port, LeashedProcess process) {
        this.vertx = vertx;
        this.program = program;
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /**
     * Returns the program's path if coturn is to be used.
     *
     * @throws IllegalStateException with a sentence, when it must be used and is not installed
     */
    static Optional<Path> wanted(LocalOptions.Turn turn) {
        Optional<Path> program = turn == LocalOptions.Turn.OFF ? Optional.empty() : Installed.find(PROGRAM);
        if (turn == LocalOptions.Turn.ON && program.isEmpty()) {
            throw new IllegalStateException(
                    "LocalCoturn is not installed; on Debian or Ubuntu: apt-get install coturn");
        }
        return program;
    }

    /** Starts it and waits until it listens. */
    static Future<LocalCoturn> start(Vertx vertx, Path program) {
        return vertx.executeBlocking(() -> launch(vertx, program));
    }

    /** Ends it and starts it on the same port with the same secret. It forgets all its allocations. */
    Future<Void> restart() {
        return vertx.executeBlocking(() -> {
            process.close();
            process = run(program, folder, port);
            return null;
        });
    }

    Path secretFile() {
        return folder.resolve("secret");
    }

    int port() {
        return port;
    }

    Future<Void> stop() {
        return vertx.executeBlocking(() -> {
            process.close();
            try (Stream<Path> files = Files.list(folder)) {
                files.forEach(file -> file.toFile().delete());
            }
            Files.deleteIfExists(folder);
            return null;
        });
    }

    private static LocalCoturn launch(Vertx vertx, Path program) throws IOException {
        Path folder = Files.createTempDirectory("pixel-turn");
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        String secret = HexFormat.of().formatHex(random);
        privately(folder.resolve("secret"), List.of(secret));
        int port = FreePort.find();
        privately(folder.resolve("turnserver.conf"), configuration(port, secret));
        return new LocalCoturn(vertx, program, folder, port, run(program, folder, port));
    }

    private static LeashedProcess run(Path program, Path folder, int port) {
        List<String> command = List.of(
                program.toString(), "-c", folder.resolve("turnserver.conf").toString());
        LeashedProcess started = LeashedProcess.start(PROGRAM, folder, command);
        started.await(() -> listens(port));
        return started;
    }

    private static List<String> configuration(int port, String secret) {
        return List.of(
                "listening-ip=" + Services.LOOPBACK,
                "relay-ip=" + Services.LOOPBACK,
                "listening-port=" + port,
                "realm=app.pixel",
                "use-auth-secret",
                "static-auth-secret=" + secret,
                "allow-loopback-peers",
                "fingerprint",
                "no-cli",
                "no-tls",
                "no-dtls",
                "pidfile=/dev/null",
                "log-file=stdout");
    }

    private static void privately(Path file, List<String> lines) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, lines);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}

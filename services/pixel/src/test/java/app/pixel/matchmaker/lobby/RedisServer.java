// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import app.pixel.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A real redis-server on a free port of this machine, which loses everything when it stops unless it has a folder. */
public final class RedisServer implements AutoCloseable {

    static final String PASSWORD = "not-for-logs";

    public final int port;
    private final List<String> arguments;
    private Process process;

    /** @param folder where it writes each entry down at once, if it keeps them */
    public RedisServer(Path folder, boolean keeps) {
        this(folder, keeps, "--port");
    }

    private RedisServer(Path folder, boolean keeps, String... portFlag) {
        port = FreePort.find();
        arguments = new ArrayList<>(List.of("redis-server", "--bind", "127.0.0.1", "--dir", folder.toString()));
        arguments.addAll(List.of(portFlag));
        arguments.add(String.valueOf(port));
        arguments.addAll(List.of("--requirepass", PASSWORD, "--save", ""));
        arguments.addAll(List.of("--appendonly", keeps ? "yes" : "no", "--appendfsync", "always"));
        process = launch();
    }

    static RedisServer behindTls(Path folder, String certificate, String key) {
        String file = folder.resolve(certificate).toString();
        String[] tls = {"--port", "0", "--tls-cert-file", file, "--tls-ca-cert-file", file};
        String[] more = {"--tls-key-file", folder.resolve(key).toString(), "--tls-auth-clients", "no", "--tls-port"};
        return new RedisServer(
                folder, false, Stream.of(tls, more).flatMap(Stream::of).toArray(String[]::new));
    }

    public String url() {
        return "redis://:" + PASSWORD + "@127.0.0.1:" + port + "/3";
    }

    /** Ends as by kill -9. */
    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    public void startAgain() {
        process = launch();
    }

    /** One command as a person would type it, in the lobby's database; arrays come as their first line only. */
    public String command(String... words) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = socket.getOutputStream();
            send(out, "AUTH", PASSWORD);
            in.readLine();
            send(out, "SELECT", "3");
            in.readLine();
            send(out, words);
            return String.valueOf(in.readLine());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private static void send(OutputStream out, String... words) throws IOException {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            int length = word.getBytes(StandardCharsets.UTF_8).length;
            text.append('$').append(length).append("\r\n").append(word).append("\r\n");
        }
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Done once the server says that it accepts connections. */
    private Process launch() {
        try {
            Process started =
                    new ProcessBuilder(arguments).redirectErrorStream(true).start();
            BufferedReader output = started.inputReader();
            List<String> said = new ArrayList<>();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.add(line);
                if (line.contains("Ready to accept connections")) {
                    Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
                    return started;
                }
            }
            throw new IllegalStateException("redis-server did not start: " + said);
        } catch (IOException failure) {
            throw new UncheckedIOException("redis-server is needed: apt-get install redis-server", failure);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.Pixel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A matchmaker in a process of its own, which can be killed. */
public final class MatchmakerProcess implements AutoCloseable {

    private static final String READY = "ready ";

    private final Process process;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    /** The port for players. */
    public final int port;
    /** The port for reports of signalling servers. */
    public final int reportPort;

    /** Done once it says that it is ready. */
    public MatchmakerProcess(Map<String, String> environment, String... jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Pixel.class.getName(), "matchmaker"));
        command.addAll(List.of("--host", "127.0.0.1", "--port", "0", "--operations-port", "0"));
        if (!environment.containsKey("PIXEL_REPORT_PORT")) {
            command.addAll(List.of("--report-port", "0"));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            process = builder.start();
            Map<String, Integer> ports = ports(process.inputReader());
            port = ports.getOrDefault("port", 0);
            reportPort = ports.getOrDefault("report-port", 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Map<String, Integer> ports(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.startsWith(READY)) {
                Thread.ofVirtual().start(() -> output.lines().forEach(said::add));
                return Stream.of(line.substring(READY.length()).split(" ", -1))
                        .map(port -> port.split("=", 2))
                        .collect(Collectors.toMap(port -> port[0], port -> Integer.parseInt(port[1])));
            }
        }
        throw new AssertionError("the matchmaker did not start: " + said);
    }

    /** Waits for a line with these words, and drops what was said before it. */
    public String awaitLine(String words) {
        try {
            for (String line = said.poll(20, TimeUnit.SECONDS); line != null; line = said.poll(20, TimeUnit.SECONDS)) {
                if (line.contains(words)) {
                    return line;
                }
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        throw new AssertionError("the matchmaker did not say: " + words);
    }

    /** The lines that it has logged since. */
    public List<String> said() {
        return List.copyOf(said);
    }

    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        kill();
    }
}

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

/** A matchmaker in a process of its own, which can be killed. */
final class MatchmakerProcess implements AutoCloseable {

    private final Process process;
    /** Where players connect. */
    final int port;

    /** Done once it says that it is ready. */
    MatchmakerProcess(Map<String, String> environment, String... jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Pixel.class.getName(), "matchmaker"));
        command.addAll(List.of("--host", "127.0.0.1", "--port", "0", "--report-port", "0", "--operations-port", "0"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            process = builder.start();
            port = portFrom(process.inputReader());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int portFrom(BufferedReader output) throws IOException {
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.startsWith("ready port=")) {
                Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
                return Integer.parseInt(line.substring("ready port=".length()).split(" ", 2)[0]);
            }
        }
        throw new AssertionError("the matchmaker did not start: " + said);
    }

    void kill() {
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

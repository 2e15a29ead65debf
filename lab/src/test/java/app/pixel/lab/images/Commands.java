// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Commands of the machine that end by themselves. */
final class Commands {

    private Commands() {}

    /**
     * Runs a command, and returns its output.
     *
     * @throws AssertionError with its output, when it fails
     */
    static String run(String... command) throws IOException, InterruptedException {
        return run(Path.of(""), Map.of(), List.of(command));
    }

    /**
     * Runs a command in a folder, likewise.
     *
     * @param environment on top of this JVM's own
     */
    static String run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.outputWriter().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(
                    "%s ended with status %d:%n%s".formatted(String.join(" ", command), process.exitValue(), output));
        }
        return output;
    }
}

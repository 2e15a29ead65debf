// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that takes files and prints its result. */
final class ExternalCommand {

    private static final long LIMIT_SECONDS = 60;

    private ExternalCommand() {}

    /**
     * Runs it and returns what it printed.
     *
     * @throws ProviderRefusal with its own error message, when it fails or takes too long
     */
    static String run(List<String> command) {
        try {
            Path output = Files.createTempFile("pixel-command-", ".out");
            Path errors = Files.createTempFile("pixel-command-", ".err");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
                if (!new PeakMemory().follow(process, LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    throw new ProviderRefusal("%s did not end within %d s".formatted(command, LIMIT_SECONDS));
                }
                if (process.exitValue() != 0) {
                    throw new ProviderRefusal(Files.readString(errors, StandardCharsets.UTF_8));
                }
                return Files.readString(output, StandardCharsets.UTF_8);
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that runs to its end, within a time limit. */
public final class BriefCommand {

    private BriefCommand() {}

    /**
     * How a command ended.
     *
     * @param output of both streams
     */
    public record Result(int status, String output) {}

    /**
     * Runs a command and waits for it.
     *
     * @throws IllegalStateException when it takes longer than the limit
     */
    public static Result run(Duration limit, List<String> command) {
        try {
            Path output = Files.createTempFile("pixel-command-", ".log");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .redirectInput(new File("/dev/null"))
                        .start();
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(
                            "%s did not end within %d s".formatted(command.getFirst(), limit.toSeconds()));
                }
                return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs a command that succeeds.
     *
     * @return its output
     * @throws IllegalStateException with what it printed, when it fails
     */
    public static String succeed(Duration limit, List<String> command) {
        Result result = run(limit, command);
        if (result.status() != 0) {
            throw new IllegalStateException("%s ended with status %d: %s"
                    .formatted(String.join(" ", command), result.status(), result.output()));
        }
        return result.output();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A process that cannot outlive this JVM, even when the JVM is killed.
 *
 * <p>A shell stands between them. Its standard input is a pipe whose other end only this JVM holds. A line on the pipe
 * asks the shell to end the process. The end of the pipe tells it that the JVM is gone, and then the shell removes the
 * run's folder too. Signals to the process group (Ctrl-C) do not reach the shell, so that it can do this. If
 * {@code setsid} is installed, the children of the process end with it.
 */
public final class LeashedProcess implements AutoCloseable {

    private static final String LEASH = """
            trap '' INT HUP TERM
            folder=$1 log=$2
            shift 2
            exec 3<&0
            own_group=$(command -v setsid)
            $own_group "$@" </dev/null >>"$log" 2>&1 3<&- &
            child=$!
            {
              read -r _ <&3 || : >"$folder/orphaned"
              kill -KILL "-$child" || kill -KILL "$child"
            } 2>/dev/null &
            leash=$!
            wait "$child"
            status=$?
            kill -KILL "$leash" 2>/dev/null
            [ ! -e "$folder/orphaned" ] || rm -rf "$folder" 2>/dev/null
            exit "$status"
            """;

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final int TAIL_LINES = 25;

    private final String name;
    private final Path log;
    private final Process shell;

    private LeashedProcess(String name, Path log, Process shell) {
        this.name = name;
        this.log = log;
        this.shell = shell;
    }

    /**
     * Starts a command; what it prints goes to {@code <folder>/<name>.log}.
     *
     * @param folder the run's folder, which is removed when the JVM dies
     */
    public static LeashedProcess start(String name, Path folder, List<String> command) {
        return start(name, folder, Map.of(), command);
    }

    /**
     * Starts a command, likewise.
     *
     * @param environment on top of this JVM's own; secrets belong here, since every user can read a command line
     */
    public static LeashedProcess start(
            String name, Path folder, Map<String, String> environment, List<String> command) {
        Path log = folder.resolve(name + ".log");
        var line = new ArrayList<>(List.of("sh", "-c", LEASH, "leash", folder.toString(), log.toString()));
        line.addAll(command);
        try {
            Files.write(log, new byte[0]); // Who reads it need not wait for it, nor reads what is older.
            ProcessBuilder shell = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            shell.environment().putAll(environment);
            return new LeashedProcess(name, log, shell.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until the process has come up.
     *
     * @throws IllegalStateException with the end of its log, when it ends or takes too long instead
     */
    public void await(BooleanSupplier up) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!up.getAsBoolean()) {
            if (!shell.isAlive()) {
                throw failed("ended with status " + shell.exitValue());
            }
            if (Instant.now().isAfter(deadline)) {
                throw failed("was not up after %d s".formatted(PATIENCE.toSeconds()));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(GLANCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a process started");
        }
    }

    private IllegalStateException failed(String how) {
        return new IllegalStateException("%s %s. The end of its log:%n%s".formatted(name, how, tail()));
    }

    /** The whole lines that it has printed so far. */
    public List<String> printed() {
        return WholeLines.of(log);
    }

    String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: %s)".formatted(e.getMessage());
        }
    }

    public String name() {
        return name;
    }

    public boolean isAlive() {
        return shell.isAlive();
    }

    /** The process itself and what it started. */
    public List<ProcessHandle> handles() {
        return shell.descendants().toList();
    }

    /** Ends it at once: nothing that it keeps is wanted any more. */
    @Override
    public void close() {
        try (var leash = shell.outputWriter()) {
            leash.write("end\n");
        } catch (IOException _) {
            // It ended by itself.
        }
        try {
            if (!shell.waitFor(10, TimeUnit.SECONDS)) {
                handles().forEach(ProcessHandle::destroyForcibly);
                shell.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The real {@code pulumi} command on one stack of a copy of the project. All that it reads and writes is in a
 * {@link StackFolder}, which goes with {@link #close}. Every run has a time limit.
 */
final class PulumiCli implements AutoCloseable {

    /** How a run ended. */
    record Outcome(int status, String output, String errors, Duration took) {

        boolean succeeded() {
            return status == 0;
        }

        /** @throws AssertionError with all that was printed, when it failed */
        Outcome orThrow() {
            if (!succeeded()) {
                throw new AssertionError("pulumi ended with status %d:%n%s%n%s".formatted(status, output, errors));
            }
            return this;
        }
    }

    private static final long LIMIT_MINUTES = 8;

    private final String pulumi;
    private final String stack;
    private final StackFolder folder;
    private final Map<String, String> environment;
    private final PeakMemory memory = new PeakMemory();
    private volatile @Nullable Process running;

    private PulumiCli(String pulumi, String stack, StackFolder folder, Map<String, String> environment) {
        this.pulumi = pulumi;
        this.stack = stack;
        this.folder = folder;
        this.environment = environment;
    }

    /** @param attached ports of the language host and the providers, by the variables in which Pulumi expects them */
    static PulumiCli of(String pulumi, String stack, Map<String, String> attached) {
        var cli = new PulumiCli(pulumi, stack, StackFolder.copying(stack), attached);
        cli.run("stack", "init", stack).orThrow();
        return cli;
    }

    /** The most that the command ever had resident. */
    PeakMemory memory() {
        return memory;
    }

    /** Returns the default of a setting. */
    static String defaultOf(String setting) {
        return Json.text(Json.read(StackFolder.ROOT.resolve("Pulumi.yaml")), "config", setting, "default");
    }

    /** Changes a setting; the value may be a tree. */
    void set(String setting, Object value) {
        folder.set(setting, value);
    }

    void setSecret(String setting, String value) {
        run("config", "set", "--secret", "pixel:" + setting, value).orThrow();
    }

    /** Returns the steps that an {@code up} would take. */
    List<PlannedStep> preview() {
        return PlannedStep.planned(Json.parse(run("preview", "--json").orThrow().output()));
    }

    /** Fails when there is anything to do. */
    Outcome previewOfNothing() {
        return run("preview", "--expect-no-changes", "--diff");
    }

    Outcome up(String... flags) {
        return run(Stream.concat(Stream.of("up", "--yes", "--skip-preview"), Stream.of(flags))
                .toArray(String[]::new));
    }

    Outcome refresh(String... flags) {
        return run(Stream.concat(Stream.of("refresh", "--yes", "--skip-preview"), Stream.of(flags))
                .toArray(String[]::new));
    }

    /** Ends the command that runs, as a machine does that goes down. */
    void kill() {
        Process process = running;
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    /** Lets go of the lock that a killed command left. */
    Outcome cancel() {
        return run("cancel", "--yes");
    }

    /** URNs of what a killed command was about to make. */
    List<String> pendingCreations() {
        return Json.maps(deployment().get("pending_operations")).stream()
                .filter(operation -> Json.text(operation, "type").equals("creating"))
                .map(operation -> Json.text(operation, "resource", "urn"))
                .toList();
    }

    /** With its preview, which is what refuses to go on where something is protected. */
    Outcome destroy(String... flags) {
        return run(
                Stream.concat(Stream.of("destroy", "--yes"), Stream.of(flags)).toArray(String[]::new));
    }

    /** Returns true if a resource in the state refuses to be destroyed. */
    boolean isProtected() {
        return resources().stream().anyMatch(resource -> Boolean.TRUE.equals(resource.get("protect")));
    }

    /** The stack's state, as {@code pulumi stack export} tells it. */
    String export() {
        return run("stack", "export").orThrow().output();
    }

    /** The resources of the state that a provider made. */
    List<Map<String, Object>> resources() {
        return Json.maps(deployment().get("resources")).stream()
                .filter(resource -> Boolean.TRUE.equals(resource.get("custom")))
                .filter(resource -> !Json.text(resource, "type").startsWith("pulumi:"))
                .toList();
    }

    private Map<String, Object> deployment() {
        return Json.map(Json.parse(export()).get("deployment"));
    }

    /** The other way: the stack is what an exported state says. */
    void importState(String state) {
        try {
            Path file = Files.writeString(folder.file("import.json"), state);
            run("stack", "import", "--file", file.toString()).orThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome run(String... words) {
        var command = new ArrayList<>(List.of(pulumi));
        command.addAll(List.of(words));
        command.addAll(List.of("--non-interactive", "--color=never", "--stack=" + stack));
        if (words[0].equals("stack") && words[1].equals("init")) {
            command.removeLast();
        }
        try {
            Path output = folder.file("output");
            Path errors = folder.file("errors");
            Instant before = Instant.now();
            var builder = new ProcessBuilder(command)
                    .directory(folder.project().toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().putAll(environment);
            builder.environment().putAll(folder.environment());
            Process process = builder.start();
            running = process;
            boolean ended = memory.follow(process, LIMIT_MINUTES, TimeUnit.MINUTES);
            var outcome = new Outcome(
                    ended ? process.exitValue() : -1,
                    Files.readString(output, StandardCharsets.UTF_8),
                    Files.readString(errors, StandardCharsets.UTF_8),
                    Duration.between(before, Instant.now()));
            return ended ? outcome : outcome.orThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        folder.close();
    }
}

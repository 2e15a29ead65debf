// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.engine;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The real {@code pulumi} command on one stack of a copy of the project. Its home, its state and the copy are in a
 * folder that goes with {@link #close}; nothing of the user's or the repository's is read or written. Every run has a
 * time limit.
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

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final long LIMIT_MINUTES = 8;

    private final String pulumi;
    private final String stack;
    private final Path folder;
    private final Map<String, String> environment;
    private final PeakMemory memory = new PeakMemory();
    private volatile @Nullable Process running;

    private PulumiCli(String pulumi, String stack, Path folder, Map<String, String> environment) {
        this.pulumi = pulumi;
        this.stack = stack;
        this.folder = folder;
        this.environment = environment;
    }

    /** @param attached the ports of the language host and the providers, as the variables that Pulumi reads them from */
    static PulumiCli of(String pulumi, String stack, Map<String, String> attached) {
        try {
            Path folder = Files.createTempDirectory("pixel-pulumi-");
            var cli = new PulumiCli(pulumi, stack, folder, attached);
            cli.copyProject();
            cli.run("stack", "init", stack).orThrow();
            return cli;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copyProject() throws IOException {
        Files.createDirectories(project());
        Files.createDirectories(folder.resolve("state"));
        for (String file : List.of("Pulumi.yaml", "Pulumi.%s.yaml".formatted(stack))) {
            Files.copy(ROOT.resolve(file), project().resolve(file));
        }
        for (String read : List.of("infra", "charts-values")) {
            Files.createSymbolicLink(project().resolve(read), ROOT.resolve(read));
        }
    }

    private Path project() {
        return folder.resolve("project");
    }

    /** The most that the command ever had resident. */
    PeakMemory memory() {
        return memory;
    }

    /** What a setting is by default. */
    static String defaultOf(String setting) {
        return Json.text(Json.read(ROOT.resolve("Pulumi.yaml")), "config", setting, "default");
    }

    /** Changes a setting in the copy of the stack's file; the value may be a tree. */
    void set(String setting, Object value) {
        Path file = project().resolve("Pulumi.%s.yaml".formatted(stack));
        Map<String, Object> content = Json.read(file);
        Map<String, Object> config = Json.map(content.get("config"));
        config.put("pixel:" + setting, value);
        content.put("config", config);
        try {
            Files.writeString(file, Serialization.asYaml(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void setSecret(String setting, String value) {
        run("config", "set", "--secret", "pixel:" + setting, value).orThrow();
    }

    /** What an {@code up} would do. */
    List<Step> preview() {
        return Step.planned(Json.parse(run("preview", "--json").orThrow().output()));
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

    /** Whether something in the state refuses to be destroyed. */
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
            Path file = Files.writeString(folder.resolve("import.json"), state);
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
            Path output = folder.resolve("output");
            Path errors = folder.resolve("errors");
            Instant before = Instant.now();
            var builder = new ProcessBuilder(command)
                    .directory(project().toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().putAll(environment());
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

    private Map<String, String> environment() {
        var all = new HashMap<>(environment);
        all.put("PULUMI_HOME", folder.resolve("home").toString());
        all.put("PULUMI_BACKEND_URL", folder.resolve("state").toUri().toString());
        all.put("PULUMI_CONFIG_PASSPHRASE", "for a test");
        all.put("PULUMI_SKIP_UPDATE_CHECK", "1");
        all.put("PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION", "true");
        return all;
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder in which the {@code pulumi} command works on one stack: a copy of the project, its home and its state.
 * {@link #close} deletes all of it. The user's own files stay untouched, and so does the repository.
 */
record StackFolder(String stack, Path folder) implements AutoCloseable {

    /** The repository. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    static StackFolder copying(String stack) {
        try {
            var folder = new StackFolder(stack, Files.createTempDirectory("pixel-pulumi-"));
            folder.copyProject();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copyProject() throws IOException {
        Files.createDirectories(project());
        Files.createDirectories(file("state"));
        for (String file : List.of("Pulumi.yaml", "Pulumi.%s.yaml".formatted(stack))) {
            Files.copy(ROOT.resolve(file), project().resolve(file));
        }
        for (String read : List.of("infra", "charts-values")) {
            Files.createSymbolicLink(project().resolve(read), ROOT.resolve(read));
        }
    }

    Path project() {
        return file("project");
    }

    /** One beside the project. */
    Path file(String name) {
        return folder.resolve(name);
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

    /** By which the command finds everything here, and nothing elsewhere. */
    Map<String, String> environment() {
        return Map.of(
                "PULUMI_HOME", file("home").toString(),
                "PULUMI_BACKEND_URL", file("state").toUri().toString(),
                "PULUMI_CONFIG_PASSPHRASE", "for a test",
                "PULUMI_SKIP_UPDATE_CHECK", "1",
                "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION", "true");
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

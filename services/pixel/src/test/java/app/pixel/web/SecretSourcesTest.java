// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

class SecretSourcesTest {

    @TempDir
    private Path folder;

    @Command
    private static final class Guarded {

        @Spec
        private @Nullable CommandSpec spec;

        @Option(names = "--list-token", hidden = true)
        private @Nullable String token;
    }

    private static Guarded parse(Map<String, String> environment, String... arguments) {
        Guarded guarded = new Guarded();
        new CommandLine(guarded)
                .setDefaultValueProvider(new EnvironmentDefaults(environment))
                .parseArgs(arguments);
        return guarded;
    }

    @Test
    void a_file_wins_over_the_environment() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), " of the file\n");

        assertThat(SecretSources.read(file, "of the environment"))
                .hasValueSatisfying(secret -> assertThat(secret).asString().isEqualTo("of the file"));
        assertThat(SecretSources.read(null, "of the environment"))
                .hasValueSatisfying(secret -> assertThat(secret).asString().isEqualTo("of the environment"));
    }

    @Test
    void no_source_means_no_secret() {
        assertThat(SecretSources.read(null, null)).isEmpty();
    }

    @Test
    void a_missing_file_is_named() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> SecretSources.read(missing, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void a_secret_on_the_command_line_is_refused_with_its_variable() {
        Guarded guarded = parse(Map.of(), "--list-token", "planted");

        assertThatThrownBy(() -> SecretSources.refuseFlag(guarded.spec, "--list-token"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PIXEL_LIST_TOKEN")
                .hasMessageNotContaining("planted");
    }

    @Test
    void a_secret_from_the_environment_is_taken() {
        Guarded guarded = parse(Map.of("PIXEL_LIST_TOKEN", "secret"));

        SecretSources.refuseFlag(guarded.spec, "--list-token");
        assertThat(guarded.token).isEqualTo("secret");
    }
}

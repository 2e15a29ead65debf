// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The table of settings in infra/README.md against Pulumi.yaml, which declares them. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..");
    /** A row of three columns: the setting, its default, its description. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|.*? \\| (.*) \\|$");

    @Test
    void the_table_of_settings_says_what_pulumi_yaml_declares() throws IOException {
        Map<String, Object> project = new Yaml().load(Files.readString(ROOT.resolve("Pulumi.yaml")));
        Map<?, ?> settings = (Map<?, ?>) Objects.requireNonNull(project.get("config"));
        Map<String, String> declared = settings.entrySet().stream()
                .collect(Collectors.toMap(
                        setting -> String.valueOf(setting.getKey()), setting -> description(setting.getValue())));

        Map<String, String> documented = ROW.matcher(Files.readString(Path.of("README.md")))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));

        assertThat(documented).isEqualTo(declared);
    }

    private static String description(Object setting) {
        return String.valueOf(((Map<?, ?>) setting).get("description"))
                .replaceAll("\\s+", " ")
                .strip();
    }
}

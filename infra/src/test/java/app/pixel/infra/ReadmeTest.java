// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** README.md's table of settings against Pulumi.yaml, which is where they are declared. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..");

    @Test
    void the_table_of_settings_names_each_setting_with_its_description_and_no_other() throws IOException {
        Map<String, Object> project = new Yaml().load(Files.readString(ROOT.resolve("Pulumi.yaml")));
        Map<?, ?> settings = (Map<?, ?>) Objects.requireNonNull(project.get("config"));
        Map<String, String> declared = settings.entrySet().stream()
                .collect(Collectors.toMap(
                        setting -> String.valueOf(setting.getKey()), setting -> description(setting.getValue())));

        Map<String, String> documented = Files.readString(ROOT.resolve("README.md"))
                .lines()
                .filter(line -> line.startsWith("| `") && line.split(" \\| ").length == 3)
                .collect(Collectors.toMap(
                        line -> line.split("`")[1], line -> line.split(" \\| ")[2].replaceFirst(" \\|$", "")));

        assertThat(documented).isEqualTo(declared);
    }

    private static String description(Object setting) {
        return String.valueOf(((Map<?, ?>) setting).get("description"))
                .replaceAll("\\s+", " ")
                .strip();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The arguments of every container of ours are the lines of {@code container-arguments.txt}. A test of services/pixel
 * reads each line with the real command line; a file between the two, as this module must build without that one.
 */
class ContainerArgumentsTest {

    private static final Path LINES = Path.of("src", "test", "resources", "container-arguments.txt");
    private static final Set<String> SERVICES =
            Set.of("matchmaker", "player", "signalling", "turn-credentials", "pod-proxy");

    @Test
    void every_container_is_started_with_a_line_that_the_real_command_line_was_given() throws Exception {
        Set<String> declared = new TreeSet<>();
        for (var stack : WorkloadsTest.SHAPES) {
            for (JsonObject container : WorkloadsTest.containers(stack)) {
                if (SERVICES.contains(container.get("name").getAsString())) {
                    declared.add(line(container));
                }
            }
        }
        assertThat(Files.readAllLines(LINES)).containsExactlyElementsOf(declared);
    }

    private static String line(JsonObject container) {
        List<String> variables = container.has("env")
                ? container.getAsJsonArray("env").asList().stream()
                        .map(variable -> variable.getAsJsonObject().get("name").getAsString())
                        .filter(name -> name.startsWith("PIXEL_"))
                        .toList()
                : List.of();
        List<String> arguments = container.getAsJsonArray("args").asList().stream()
                .map(argument -> argument.getAsString())
                .toList();
        return String.join(" ", arguments) + (variables.isEmpty() ? "" : " | " + String.join(" ", variables));
    }
}

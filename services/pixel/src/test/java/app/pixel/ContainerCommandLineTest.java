// SPDX-License-Identifier: Apache-2.0
package app.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arguments of the platform's containers make services; infra/ holds its pods to the same lines. */
class ContainerCommandLineTest {

    /** Stands for whatever a Secret has; it is what the lobby's URL would look like. */
    private static final String SECRET = "redis://:secret@lobby:6379";

    static List<String> lines() throws IOException {
        return Files.readAllLines(Path.of("..", "..", "infra", "src", "test", "resources", "container-arguments.txt"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_containers_arguments_make_a_service(String line) {
        String[] halves = line.split(" \\| ", 2);
        Map<String, String> environment = new HashMap<>();
        if (halves.length == 2) {
            for (String variable : halves[1].split(" ", -1)) {
                environment.put(variable, SECRET);
            }
        }
        // Files of Secrets are read by the running service; here there are none.
        assertThat(Pixel.parse(environment, halves[0].split(" ", -1))).isNotNull();
    }
}

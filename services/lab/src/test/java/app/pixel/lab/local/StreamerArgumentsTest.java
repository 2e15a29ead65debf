// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the containers of simulated streamers are started with; infra/ holds its pods to the same lines. */
class StreamerArgumentsTest {

    static List<String> lines() throws IOException {
        return Files.readAllLines(Path.of("..", "..", "infra", "src", "test", "resources", "streamer-arguments.txt"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_containers_arguments_are_understood(String line) {
        List<String> words = Arrays.asList(line.split(" ", -1));

        assertThat(words.getFirst()).isEqualTo("streamer");
        var parsed = new CommandLine(new StreamerCommand())
                .parseArgs(words.subList(1, words.size()).toArray(String[]::new));
        assertThat(parsed.matchedOptions()).hasSize((words.size() - 1) / 2);
    }
}

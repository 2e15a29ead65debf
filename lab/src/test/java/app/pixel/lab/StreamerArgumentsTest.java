// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arguments of simulated streamers' containers. infra/ holds its pods to the same lines. */
class StreamerArgumentsTest {

    static List<String> lines() throws IOException {
        return Files.readAllLines(Path.of("..", "infra", "src", "test", "resources", "streamer-arguments.txt"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_containers_arguments_are_understood(String line) {
        String[] words = line.split(" ", -1);

        var streamer = Lab.commandLine().parseArgs(words).subcommand();
        assertThat(streamer.commandSpec().name()).isEqualTo("streamer");
        assertThat(streamer.matchedOptions()).hasSize((words.length - 1) / 2);
    }
}

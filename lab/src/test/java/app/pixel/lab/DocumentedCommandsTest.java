// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The {@code ./pixel} lines of the guides against the launcher and the lab's own command line. */
class DocumentedCommandsTest {

    private static final Path ROOT = Path.of("..");
    /** {@code ./pixel} with its words, up to a comment, a quote or the end of the sentence. */
    private static final Pattern COMMAND = Pattern.compile("\\./pixel ([a-z][^`#;:,()&|\\n]*)");
    /** A line that only tells the shape of a command, such as {@code --streamers N}. */
    private static final Pattern SHAPE = Pattern.compile(".*(\\b[A-Z]+\\b|…|\\$).*");

    static List<String> commands() throws IOException {
        try (Stream<Path> guides = Stream.of(
                        "README.md", "CONTRIBUTING.md", "infra/README.md", "docs/upgrade.md", "unreal/README.md")
                .map(ROOT::resolve)) {
            return guides.map(DocumentedCommandsTest::read)
                    .flatMap(text -> COMMAND.matcher(text).results())
                    .map(match -> match.group(1).strip())
                    .distinct()
                    .toList();
        }
    }

    private static String read(Path guide) {
        try {
            return Files.readString(guide);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void the_launcher_has_each_documented_command(String line) throws IOException {
        Process help = new ProcessBuilder("sh", ROOT.resolve("pixel").toString(), "help")
                .redirectErrorStream(true)
                .start();
        String usage = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String command = line.split(" ", -1)[0];

        assertThat(usage).containsPattern("(?m)^  " + command + "( |$)");
    }

    static List<String> commandsOfTheLab() throws IOException {
        return commands().stream()
                .filter(line -> List.of("local", "bench", "streamer").contains(line.split(" ", -1)[0]))
                .filter(line -> !SHAPE.matcher(line).matches())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commandsOfTheLab")
    void the_lab_parses_each_documented_command_of_its_own(String line) {
        assertThatCode(() -> Lab.commandLine().parseArgs(line.split(" +", -1))).doesNotThrowAnyException();
    }
}

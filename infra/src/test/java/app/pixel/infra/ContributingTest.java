// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of CONTRIBUTING.md against the test classes: Maven passes when a pattern matches no class. */
class ContributingTest {

    private static final Path ROOT = Path.of("..");
    private static final Path GUIDE = ROOT.resolve("CONTRIBUTING.md");
    /** A test pattern of Maven; {@code none} names no test on purpose. */
    private static final Pattern EXAMPLE = Pattern.compile("-D(?:it\\.)?test='?([\\w*]+)'?");

    /** The patterns by the line that they stand on. */
    static List<String> examples() throws IOException {
        return Files.readAllLines(GUIDE).stream()
                .filter(line -> EXAMPLE.matcher(line).find())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void each_test_pattern_matches_a_test_class_of_the_module_that_it_names(String line) throws IOException {
        List<String> patterns = EXAMPLE.matcher(line)
                .results()
                .map(example -> example.group(1))
                .filter(pattern -> !pattern.equals("none"))
                .toList();
        assertThat(patterns).isNotEmpty();
        for (String pattern : patterns) {
            assertThat(classesIn(module(line)))
                    .as("test classes for -Dtest=%s in: %s", pattern, line)
                    .anyMatch(Pattern.compile(pattern.replace("*", ".*")).asMatchPredicate());
        }
    }

    /** The module after {@code -pl}; the cluster suites, which name none, are the lab's. */
    private static Path module(String line) {
        var named = Pattern.compile("-pl (\\S+)").matcher(line);
        return ROOT.resolve(named.find() ? named.group(1) : "lab");
    }

    private static List<String> classesIn(Path module) throws IOException {
        try (Stream<Path> files = Files.walk(module.resolve("src/test/java"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\w+(Test|IT)\\.java"))
                    .map(name -> name.replace(".java", ""))
                    .toList();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The house rules that no compiler knows, held over the sources and the Markdown of the whole repository. */
class RepositoryTest {

    private static final Path ROOT = RepositoryFiles.ROOT;
    private static final int COLUMNS = 120;

    private static final Pattern CODE = Pattern.compile(".*\\.(java|ts|mjs|css)");
    private static final Pattern PROSE = Pattern.compile(".*\\.md");
    private static final Pattern SCRIPT = Pattern.compile("pixel|build|run|.*\\.sh");

    /** A row of cells in a text block, or a row of a table of reviewed changes. */
    private static final Pattern CELLS =
            Pattern.compile("\\s*[^\\s\"*/].* (?:\\||=>) .*|\\s*(?:create|update|replace|delete) \\S+:\\S+ .*");

    private static final Pattern COMMENT = Pattern.compile("(?s:/\\*.*?\\*/)|(?m:(?:^\\s*//.*\\R)+)");
    private static final Pattern TEST = Pattern.compile(
            "@(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\\b[^{;]*?\\b(?:void|>) (\\w+)\\(", Pattern.DOTALL);
    private static final int TEST_NAME = 70;
    private static final Pattern TWO_FACTS = Pattern.compile(".*_and_.*|(?:what|who|whoever|whether)_.*");
    private static final Pattern OPENING = Pattern.compile("(?:What|Who|Whoever|Whom|Whose|Whether)\\b.*");

    @Test
    void no_line_is_longer_than_120_columns() throws IOException {
        var tooLong = new ArrayList<String>();
        for (Path file : RepositoryFiles.named(CODE, PROSE, SCRIPT)) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).codePointCount(0, lines.get(i).length()) > COLUMNS && !mayBeLong(lines.get(i))) {
                    tooLong.add("%s:%d".formatted(ROOT.relativize(file), i + 1));
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    /** A row of a table (Markdown's, or cells in a text block), an address and an import cannot be broken. */
    private static boolean mayBeLong(String line) {
        return line.startsWith("|")
                || CELLS.matcher(line).matches()
                || line.contains("://")
                || line.startsWith("import ");
    }

    @Test
    void no_sentence_opens_with_a_question_word_as_its_subject() throws IOException {
        var openings = new ArrayList<String>();
        for (Path file : RepositoryFiles.named(CODE)) {
            COMMENT.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .flatMap(RepositoryTest::sentencesOfComment)
                    .filter(OPENING.asMatchPredicate())
                    .forEach(sentence -> openings.add("%s: %s".formatted(ROOT.relativize(file), sentence)));
        }
        for (Path file : RepositoryFiles.named(PROSE)) {
            sentencesOfMarkdown(Files.readString(file))
                    .filter(OPENING.asMatchPredicate())
                    .forEach(sentence -> openings.add("%s: %s".formatted(ROOT.relativize(file), sentence)));
        }
        assertThat(openings).isEmpty();
    }

    private static Stream<String> sentencesOfComment(String comment) {
        String text = comment.replaceAll("(?m)^\\s*(?:/\\*+|\\*/|\\*|//) ?|\\*/", "")
                .replaceAll("(?s)<pre>.*?</pre>|</?\\w+>|\\R\\s*\\R|(?m)^\\s*@\\w+(?: \\S+)?", "\u0000");
        return sentences(text);
    }

    private static Stream<String> sentencesOfMarkdown(String markdown) {
        String text = markdown.replaceAll("(?s)```.*?```", "\u0000")
                .replaceAll("(?m)^(?:#|    ).*|^\\s*(?:[-*]|\\d+\\.) |\\R\\s*\\R|^\\||\\|\\s*$| \\| ", "\u0000");
        return sentences(text);
    }

    private static Stream<String> sentences(String text) {
        return Pattern.compile("\u0000|(?<=[.!?])\\s+(?=[A-Z`{(])")
                .splitAsStream(text)
                .map(sentence -> sentence.replaceAll("\\s+", " ").strip());
    }

    @Test
    void a_test_is_named_by_one_fact_in_70_characters() throws IOException {
        var names = new ArrayList<String>();
        for (Path file : RepositoryFiles.named(Pattern.compile("\\w+(?:Test|IT)\\.java"))) {
            TEST.matcher(Files.readString(file))
                    .results()
                    .map(test -> test.group(1))
                    .filter(name ->
                            name.length() > TEST_NAME || TWO_FACTS.matcher(name).matches())
                    .forEach(name -> names.add("%s: %s".formatted(ROOT.relativize(file), name)));
        }
        assertThat(names).isEmpty();
    }

    /** The story of a module names every package below its own, and those that only its tests have. */
    @ParameterizedTest
    @ValueSource(strings = {"infra/src/main/java/app/pixel/infra", "lab/src/main/java/app/pixel/lab"})
    void the_story_of_a_module_names_each_package(String module) throws IOException {
        Path folder = ROOT.resolve(module);
        String story = Files.readString(folder.resolve("package-info.java"));
        String outer = "app.pixel." + folder.getFileName();
        for (Path root : List.of(folder, ROOT.resolve(module.replace("src/main", "src/test")))) {
            try (Stream<Path> inner = Files.list(root)) {
                assertThat(inner.filter(below -> Files.exists(below.resolve("package-info.java")))
                                .map(below -> outer + "." + below.getFileName()))
                        .allMatch(story::contains);
            }
        }
    }

    /** A nested class is known by its outer one, so only classes with a file of their own count. */
    @Test
    void no_two_classes_have_the_same_name() throws IOException {
        var places = new TreeMap<String, List<String>>();
        for (Path file : RepositoryFiles.named(Pattern.compile(".*(?<!package-info)\\.java"))) {
            places.computeIfAbsent(file.getFileName().toString(), name -> new ArrayList<>())
                    .add(ROOT.relativize(file).toString());
        }
        assertThat(places.entrySet().stream()
                        .filter(place -> place.getValue().size() > 1)
                        .map(Map.Entry::getValue))
                .isEmpty();
    }

    @Test
    void an_opening_is_found_in_each_kind_of_text() {
        String word = "Wh" + "at"; // In two parts, since the rule reads this file too.

        assertThat(sentencesOfComment("/** Keeps order. %s is lost\n * comes again. @see X */".formatted(word)))
                .anyMatch(OPENING.asMatchPredicate());
        assertThat(sentencesOfComment("// %s is lost\n// comes again.".formatted(word)))
                .anyMatch(OPENING.asMatchPredicate());
        assertThat(sentencesOfMarkdown("- %s is lost, comes again.\n".formatted(word)))
                .anyMatch(OPENING.asMatchPredicate());
        assertThat(sentencesOfMarkdown("| `a` | `b` | %s is lost. |\n".formatted(word)))
                .anyMatch(OPENING.asMatchPredicate());
        assertThat(sentencesOfMarkdown("It tells what is lost. `%s` is a word.".formatted(word)))
                .noneMatch(OPENING.asMatchPredicate());
    }
}

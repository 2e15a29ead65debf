// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The links and paths in documents and comments, against the files of the repository. */
class DocumentLinksTest {

    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#\\s]+)");
    /** A path from the root of the repository, in Markdown's or Javadoc's marks of code. */
    private static final Pattern PATH = Pattern.compile(
            "(?:`|\\{@code )((?:infra|lab|services|docs|images|unreal|charts-values|examples)/[\\w./-]+)[`}]");

    @Test
    void each_relative_link_of_a_document_leads_to_a_file() throws IOException {
        var dead = new ArrayList<String>();
        for (Path document : RepositoryFiles.named(Pattern.compile(".*\\.md"))) {
            matches(LINK, document).stream()
                    .filter(link -> !Files.exists(document.resolveSibling(link)))
                    .forEach(link -> dead.add(document + ": " + link));
        }
        assertThat(dead).isEmpty();
    }

    /** A path below {@code target} is there after a build only. */
    @Test
    void each_path_that_a_sentence_names_exists() throws IOException {
        var dead = new ArrayList<String>();
        for (Path file : RepositoryFiles.named(Pattern.compile(".*\\.(md|java)"))) {
            matches(PATH, file).stream()
                    .filter(path -> !path.contains("/target/"))
                    .filter(path -> !Files.exists(RepositoryFiles.ROOT.resolve(path)))
                    .forEach(path -> dead.add(file + ": " + path));
        }
        assertThat(dead).isEmpty();
    }

    private static List<String> matches(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}

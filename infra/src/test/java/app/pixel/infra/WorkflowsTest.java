// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The workflows of teams. No test runs them, so the files that they name and the events that start them are checked.
 */
class WorkflowsTest {
    private static final Path ROOT = Path.of("..");
    private static final Path FOLDER = ROOT.resolve(".github/workflows");
    private static final Pattern OF_THE_REPOSITORY =
            Pattern.compile("(?:^|[\\s\"'])(\\.{1,2}/[\\w./-]+|\\.ci/[\\w-]+)");

    static List<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void every_step_is_an_action_of_a_pinned_commit_or_a_script_that_bash_reads(Path workflow) throws Exception {
        List<Map<String, Object>> steps = jobs(read(workflow)).stream()
                .flatMap(job -> list(job.get("steps")).stream())
                .map(WorkflowsTest::mapping)
                .toList();
        for (Map<String, Object> step : steps) {
            assertThat(step.containsKey("uses") ^ step.containsKey("run"))
                    .as(step.toString())
                    .isTrue();
            if (step.containsKey("uses")) {
                // A tag can be moved to other code; a commit cannot. The comment tells people and Renovate its version.
                assertThat(Files.readString(workflow))
                        .containsPattern(Pattern.quote("uses: " + text(step.get("uses"))) + " # v\\d+(\\.\\d+)*\n");
                assertThat(text(step.get("uses"))).matches("[\\w-]+/[\\w-]+@[0-9a-f]{40}");
            } else {
                String script = text(step.get("run"));
                assertThat(script)
                        .as("what others wrote reaches a script as a variable, never as its text")
                        .doesNotContain("${{");
                assertThat(bashReads(script)).as(script).isTrue();
                OF_THE_REPOSITORY
                        .matcher(script)
                        .results()
                        .map(match -> match.group(1))
                        .forEach(path -> {
                            if (!path.startsWith("../")) {
                                assertThat(Files.isExecutable(ROOT.resolve(path)))
                                        .as(path)
                                        .isTrue();
                            }
                        });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void a_job_calls_a_workflow_that_there_is_with_the_inputs_that_it_asks_for(Path workflow) throws Exception {
        for (Map<String, Object> job : jobs(read(workflow))) {
            if (job.containsKey("uses")) {
                String called = text(job.get("uses"));
                assertThat(called).startsWith("./.github/workflows/");
                Map<String, Object> call =
                        mapping(triggers(read(ROOT.resolve(called))).get("workflow_call"));
                Map<String, Object> inputs = mapping(call.get("inputs"));
                assertThat(mapping(job.get("with")).keySet()).isEqualTo(inputs.keySet());
                assertThat(job).containsEntry("secrets", "inherit");
            } else {
                assertThat(job).containsKey("runs-on").containsKey("steps");
            }
            for (Object needed : job.get("needs") instanceof List<?> several ? several : optional(job.get("needs"))) {
                assertThat(mapping(read(workflow).get("jobs"))).containsKey(text(needed));
            }
        }
    }

    @Test
    void a_pull_request_gets_every_plan_or_preview_that_it_can() throws Exception {
        Map<String, Object> preview = read(FOLDER.resolve("preview.yml"));
        assertThat(triggers(preview).keySet()).containsExactly("pull_request");
        Map<String, Object> jobs = mapping(preview.get("jobs"));
        Map<String, Object> plan = mapping(jobs.get("plan"));
        assertThat(plan).doesNotContainKeys("if", "needs", "environment");
        assertThat(stacksOf(plan)).isEqualTo(committedStacks());
        assertThat(plan.toString()).contains("./pixel plan \"$STACK\"", "gh pr comment");
        Map<String, Object> engine = mapping(jobs.get("preview"));
        assertThat(text(engine.get("if"))).isEqualTo("needs.credentials.outputs.there == 'true'");
        assertThat(mapping(engine.get("with"))).containsEntry("command", "preview");
    }

    @Test
    void main_is_brought_up_stack_after_stack_each_in_its_environment() throws Exception {
        Map<String, Object> up = read(FOLDER.resolve("up.yml"));
        assertThat(mapping(triggers(up).get("push"))).containsEntry("branches", List.of("main"));
        Map<String, Object> prod = mapping(mapping(up.get("jobs")).get("prod"));
        assertThat(prod).containsEntry("needs", "dev");
        assertThat(mapping(prod.get("with"))).containsEntry("command", "up").containsEntry("stack", "prod");
        Map<String, Object> pulumi = jobs(read(FOLDER.resolve("pulumi.yml"))).getFirst();
        assertThat(text(pulumi.get("environment"))).contains("inputs.stack");
    }

    @Test
    void nothing_is_destroyed_but_by_hand_with_its_name_said_twice() throws Exception {
        Map<String, Object> destroy = read(FOLDER.resolve("destroy.yml"));
        assertThat(triggers(destroy).keySet()).containsExactly("workflow_dispatch");
        assertThat(mapping(mapping(destroy.get("jobs")).get("destroy"))).containsEntry("needs", "confirmed");
        for (Path other : workflows()) {
            if (!other.endsWith("destroy.yml")) {
                assertThat(Files.readString(other)).as(other.toString()).doesNotContain("command: destroy");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void a_workflow_watches_files_that_exist(Path workflow) throws Exception {
        for (Object trigger : triggers(read(workflow)).values()) {
            for (Object path : list(mapping(trigger).get("paths"))) {
                String glob = text(path).replace("/**", "");
                try (Stream<Path> files = Files.list(ROOT)) {
                    var matcher = ROOT.getFileSystem().getPathMatcher("glob:" + glob);
                    assertThat(files.map(Path::getFileName)).as(glob).anyMatch(matcher::matches);
                }
            }
        }
    }

    private static Set<String> committedStacks() throws IOException {
        try (Stream<Path> files = Files.list(ROOT)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("Pulumi\\.\\w+\\.yaml"))
                    .map(name -> name.split("\\.", -1)[1])
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> stacksOf(Map<String, Object> job) {
        Map<String, Object> matrix = mapping(mapping(job.get("strategy")).get("matrix"));
        return list(matrix.get("stack")).stream()
                .map(WorkflowsTest::text)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean bashReads(String script) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-n", "-c", script).start();
        return bash.waitFor(10, TimeUnit.SECONDS) && bash.exitValue() == 0;
    }

    private static Map<String, Object> read(Path file) throws IOException {
        return mapping(new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file)));
    }

    /** YAML 1.1 takes the word "on" for a truth. */
    private static Map<String, Object> triggers(Map<String, Object> workflow) {
        return mapping(workflow.get("true"));
    }

    private static List<Map<String, Object>> jobs(Map<String, Object> workflow) {
        List<Map<String, Object>> jobs = new ArrayList<>();
        mapping(workflow.get("jobs")).values().forEach(job -> jobs.add(mapping(job)));
        return jobs;
    }

    private static Map<String, Object> mapping(@Nullable Object node) {
        Map<String, Object> mapping = new LinkedHashMap<>();
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> mapping.put(String.valueOf(key), value));
        }
        return mapping;
    }

    private static List<?> list(@Nullable Object node) {
        return node instanceof List<?> list ? list : List.of();
    }

    private static List<?> optional(@Nullable Object node) {
        return node == null ? List.of() : List.of(node);
    }

    private static String text(@Nullable Object node) {
        return String.valueOf(Objects.requireNonNull(node));
    }
}

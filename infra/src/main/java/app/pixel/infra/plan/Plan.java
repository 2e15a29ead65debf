// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.plan;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code ./pixel plan [stack] [--json]}, from the repository's root. */
public final class Plan {
    static final String PROJECT = "pixel";

    private static final String USAGE = """
            Usage: ./pixel plan [stack] [--json]

            Prints the resources that `pulumi up` would declare for a stack (dev unless named).
            It needs no pulumi command and no cloud.
              --json   everything about each resource instead of the facts that a reviewer looks for
            """;

    private Plan() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(run(Path.of(""), System.out, System.err, arguments));
    }

    /** Exit codes: 0 planned, 1 the stack's settings or the program are wrong, 2 the command line is. */
    static int run(Path root, PrintStream out, PrintStream err, String... arguments)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        if (words.contains("--help") || words.contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        boolean json = words.remove("--json");
        if (words.size() > 1 || words.stream().anyMatch(word -> !word.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*"))) {
            err.println("pixel plan: unknown argument '%s'.".formatted(words.getLast()));
            err.print(USAGE);
            return 2;
        }
        String stack = words.isEmpty() ? "dev" : words.getFirst();
        try {
            return print(stack, StackFiles.read(root, stack), json, out, err);
        } catch (StackFiles.NoSuchStack missing) {
            err.println(missing.getMessage());
            return 1;
        }
    }

    private static int print(String stack, StackFiles files, boolean json, PrintStream out, PrintStream err)
            throws IOException, InterruptedException {
        var cloud = new ImaginaryCloud(
                files.values().getOrDefault(PROJECT + ":kubernetesVersion", ""),
                files.values().getOrDefault(PROJECT + ":existingNetwork", "{}"));
        try (var engine = new PlanEngine(stack, cloud)) {
            Program program = start(stack, files, engine.address());
            engine.warnings().forEach(sentence -> err.println("warning: " + sentence));
            if (program.exitCode() != 0 || !engine.errors().isEmpty()) {
                engine.errors().forEach(err::println);
                if (engine.errors().isEmpty()) {
                    err.print(program.output());
                }
                return 1;
            }
            out.print(json ? PlanText.json(engine.resources()) : PlanText.tree(engine.resources()));
            return 0;
        }
    }

    private record Program(int exitCode, String output) {}

    /**
     * The program as the pulumi command starts it, on this process's class path: the packaged jar or a test's
     * classes.
     */
    private static Program start(String stack, StackFiles files, String engine)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("pixel-plan", ".log");
        try {
            var builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "--sun-misc-unsafe-memory-access=allow",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "app.pixel.infra.App");
            builder.environment().putAll(environment(stack, files, engine));
            var process = builder.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
            return new Program(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }

    private static Map<String, String> environment(String stack, StackFiles files, String engine) {
        var gson = new Gson();
        return Map.of(
                "PULUMI_MONITOR",
                engine,
                "PULUMI_ENGINE",
                engine,
                "PULUMI_PROJECT",
                PROJECT,
                "PULUMI_STACK",
                stack,
                "PULUMI_DRY_RUN",
                "true",
                "PULUMI_CONFIG",
                gson.toJson(files.values()),
                "PULUMI_CONFIG_SECRET_KEYS",
                gson.toJson(files.secretKeys()),
                "PULUMI_ERROR_OUTPUT_STRING",
                "1");
    }
}

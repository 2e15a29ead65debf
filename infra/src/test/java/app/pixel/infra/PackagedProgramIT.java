// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, as {@code ./pixel plan} starts it. */
class PackagedProgramIT {
    /** Far above what it takes; without the first statement of {@link App#main} it never ends. */
    private static final int LIMIT_SECONDS = 120;

    @Test
    void the_jar_plans_a_stack_with_one_processor(@TempDir Path folder) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        "infra/target/infra.jar",
                        "app.pixel.infra.plan.Plan",
                        "dev")
                .directory(Path.of("..").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        // Inherited by the program that the plan starts.
        builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:ActiveProcessorCount=1");
        var plan = builder.start();
        boolean ended = plan.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        plan.descendants().forEach(ProcessHandle::destroyForcibly);
        plan.destroyForcibly();
        assertThat(ended).as("the plan ended within %d s", LIMIT_SECONDS).isTrue();
        assertThat(plan.exitValue()).as(Files.readString(err)).isZero();
        assertThat(Files.readString(out)).startsWith("pulumi:pulumi:Stack pixel-dev\n");
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class LeashedProcessTest {

    @TempDir(cleanup = CleanupMode.ALWAYS)
    Path folder;

    @Test
    void a_killed_jvm_takes_its_process_with_its_folder_along() throws Exception {
        Path run = Files.createDirectory(folder.resolve("run"));
        Process jvm = new ProcessBuilder(
                        JavaProgram.launcher(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Keeper.class.getName(),
                        run.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader printed = jvm.inputReader()) {
            ProcessHandle shell =
                    ProcessHandle.of(Long.parseLong(printed.readLine())).orElseThrow();
            ProcessHandle kept =
                    ProcessHandle.of(Long.parseLong(printed.readLine())).orElseThrow();

            jvm.destroyForcibly();

            shell.onExit().get(20, SECONDS);
            assertThat(kept.isAlive()).isFalse();
            assertThat(run).doesNotExist();
        }
    }

    /** Keeps a process, tells its shell's number and its own, and waits to be killed. */
    static final class Keeper {
        public static void main(String[] arguments) throws Exception {
            LeashedProcess process = LeashedProcess.start("sleep", Path.of(arguments[0]), List.of("sleep", "600"));
            process.await(() -> sleeper(process).isPresent());
            System.out.println(
                    ProcessHandle.current().children().findFirst().orElseThrow().pid());
            System.out.println(sleeper(process).orElseThrow().pid());
            Thread.currentThread().join();
        }
    }

    @RepeatedTest(20)
    void a_process_that_is_closed_at_once_leaves_its_log() {
        LeashedProcess process = LeashedProcess.start("sleep", folder, List.of("sleep", "600"));

        process.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(folder.resolve("sleep.log")).exists();
    }

    @Test
    void the_children_of_a_process_end_with_it() throws Exception {
        LeashedProcess process = LeashedProcess.start("parent", folder, List.of("sh", "-c", "sleep 600 & wait"));
        process.await(() -> sleeper(process).isPresent());
        ProcessHandle child = sleeper(process).orElseThrow();

        process.close();

        child.onExit().get(20, SECONDS);
    }

    private static Optional<ProcessHandle> sleeper(LeashedProcess process) {
        return process.handles().stream()
                .filter(handle -> handle.info().command().orElse("").endsWith("sleep"))
                .findFirst();
    }

    @Test
    void a_process_that_does_not_come_up_shows_the_end_of_its_log() {
        LeashedProcess process =
                LeashedProcess.start("broken", folder, List.of("sh", "-c", "echo the port is taken; exit 7"));

        assertThatIllegalStateException()
                .isThrownBy(() -> process.await(() -> false))
                .withMessageContaining("broken ended with status 7")
                .withMessageContaining("the port is taken");
    }
}

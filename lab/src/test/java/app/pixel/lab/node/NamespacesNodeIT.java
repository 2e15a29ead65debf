// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The namespaces of a node, around a JVM that is killed. */
class NamespacesNodeIT {

    private static final long LIMIT_SECONDS = 60;

    /** Starts a process of its own, prints the folder of the run, and stays. */
    private static final String PROGRAM = """
            class Staying {
                public static void main(String[] words) throws Exception {
                    String command = "mount -t tmpfs tmpfs /mnt; exec tail -f /dev/null " + words[0];
                    new ProcessBuilder("sh", "-c", command).start();
                    System.out.println(System.getenv("PIXEL_NODE_FOLDER"));
                    Thread.currentThread().join();
                }
            }
            """;

    @Test
    void a_kill_leaves_no_process_folder_or_control_group(@TempDir Path sources) throws Exception {
        Path mark = Files.createFile(sources.resolve(UUID.randomUUID().toString()));
        Path source = Files.writeString(sources.resolve("Staying.java"), PROGRAM);
        Process process = new ProcessBuilder("namespaces/bin/java", source.toString(), mark.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Path folder = Path.of(Objects.requireNonNull(process.inputReader().readLine(), "no line"));
        ProcessHandle child = running("/dev/null " + mark);
        ProcessHandle reaper = running("--pid=" + process.pid()).parent().orElseThrow();
        assertThat(folder).exists();
        assertThat(controlGroups(folder)).isNotEmpty();

        process.destroyForcibly();

        child.onExit().get(LIMIT_SECONDS, SECONDS);
        reaper.onExit().get(LIMIT_SECONDS, SECONDS);
        assertThat(folder).doesNotExist();
        assertThat(controlGroups(folder)).isEmpty();
    }

    private static ProcessHandle running(String words) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(words))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no process runs with " + words));
    }

    private static List<Path> controlGroups(Path folder) {
        try (Stream<Path> groups =
                Files.find(Path.of("/sys/fs/cgroup"), 2, (path, attributes) -> path.endsWith(folder.getFileName()))) {
            return groups.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

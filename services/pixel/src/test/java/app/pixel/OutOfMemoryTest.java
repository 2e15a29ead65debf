// SPDX-License-Identifier: Apache-2.0
package app.pixel;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A JVM with the options of every service, in the images and by the launcher. */
class OutOfMemoryTest {

    /** HotSpot's status for {@code ExitOnOutOfMemoryError}. */
    private static final int OUT_OF_MEMORY = 3;

    /** Fills the heap on a thread whose death would not end the JVM. */
    static final class Hoarder {

        public static void main(String[] arguments) throws InterruptedException {
            Thread hoarding = new Thread(() -> {
                long[][] kept = new long[1_000_000][];
                for (int next = 0; next < kept.length; next++) {
                    kept[next] = new long[8 * 1024];
                }
            });
            hoarding.start();
            hoarding.join();
        }
    }

    @Test
    void a_service_without_memory_ends() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + new File("jvm.options").getAbsolutePath(),
                        "-Xmx16m",
                        "-cp",
                        Path.of("target", "test-classes").toString(),
                        Hoarder.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();

        assertThat(process.waitFor(30, SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(OUT_OF_MEMORY);
    }
}

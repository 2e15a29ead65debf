// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.simulation.WebRtc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExitTest {

    @Test
    void a_process_with_the_native_library_ends_with_its_code_and_without_a_word() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Leaver.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said).isEqualTo("loaded");
        assertThat(jvm.waitFor(10, SECONDS)).isTrue();
        assertThat(jvm.exitValue()).isEqualTo(3);
    }

    static final class Leaver {
        public static void main(String[] arguments) {
            WebRtc.load();
            System.out.print("loaded");
            Exit.now(3);
        }
    }
}

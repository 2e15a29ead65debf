// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.simulation.WebRtc;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ExitTest {

    @Test
    void a_process_with_the_native_library_ends_quietly_with_its_code() throws Exception {
        Process jvm = new ProcessBuilder(
                        JavaProgram.launcher(),
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

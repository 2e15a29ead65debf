// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./pixel doctor}, on machines that have nothing but what a test gives them. */
class DoctorTest {

    private static final List<String> BASICS =
            List.of("sh", "dirname", "readlink", "sed", "grep", "id", "uname", "head", "cat");

    /** A machine's programs. */
    @TempDir
    private Path programs;

    private record Answer(List<String> lines, int exitCode) {}

    @BeforeEach
    void install() throws IOException {
        for (String program : BASICS) {
            Files.createSymbolicLink(programs.resolve(program), Path.of("/usr/bin", program));
        }
    }

    @Test
    void a_missing_program_is_named_with_its_cure() throws Exception {
        assertThat(doctor("check").lines()).containsExactly("check            Node.js 20 with npm: install it");
    }

    @Test
    void a_missing_program_fails_the_named_command() throws Exception {
        assertThat(doctor("check").exitCode()).isEqualTo(1);
    }

    @Test
    void a_command_that_lacks_nothing_is_ready() throws Exception {
        assertThat(doctor("plan")).isEqualTo(new Answer(List.of("plan             ready"), 0));
    }

    @Test
    void an_old_program_is_named_with_its_version() throws Exception {
        program("node", "echo v18.20.1");
        program("npm", "");

        assertThat(doctor("check").lines())
                .containsExactly("check            Node.js 20: this is 18.20.1, install a newer one");
    }

    @Test
    void every_missing_thing_of_a_command_has_a_line_of_its_own() throws Exception {
        program("go", "echo go1.21.3");

        assertThat(doctor("local --cluster").lines())
                .containsExactly(
                        "local --cluster  Node.js 20 with npm: install it",
                        "                 Go 1.26: this is 1.21.3, install a newer one");
    }

    @Test
    void a_port_of_another_program_is_named() throws Exception {
        program("node", "echo v22.1.0");
        program("npm", "");
        program("ss", "echo LISTEN 0 511 127.0.0.1:8080");

        assertThat(doctor("local").lines())
                .containsExactly("local            port 8080: another program has it, so use ./pixel local --port");
    }

    @Test
    void without_a_name_every_command_has_a_line() throws Exception {
        assertThat(doctor().lines())
                .extracting(line -> line.substring(0, 16).strip())
                .filteredOn(name -> !name.isEmpty())
                .startsWith("local", "local --cluster", "check", "test", "test cluster", "test node")
                .contains("plan", "run", "bench", "streamer", "images");
    }

    @Test
    void an_unknown_command_is_refused_with_those_that_there_are() throws Exception {
        Answer answer = doctor("fly");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.lines()).singleElement().asString().contains("unknown command 'fly'", "local --cluster");
    }

    private void program(String name, String body) throws IOException {
        Path program = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + body + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    /** No package manager is on the PATH, so that the machine's own packages do not count. */
    private Answer doctor(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "pixel", "doctor"));
        command.addAll(List.of(arguments));
        var builder =
                new ProcessBuilder(command).directory(Path.of("..").toFile()).redirectErrorStream(true);
        builder.environment().put("PATH", programs.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Answer(lines, process.exitValue());
    }
}

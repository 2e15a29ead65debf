// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.infra.objects.ServiceContainer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The start and the end of an Unreal application's image: {@code unreal/entrypoint.sh} with a game that writes down its
 * arguments. The pod's own commands in that container are run too.
 */
@Tag("slow")
class UnrealEntryPointTest {

    private static final Path ENTRY_POINT = Path.of("..", "unreal", "entrypoint.sh");
    private static final int PATIENCE_SECONDS = 20;

    /** Says its arguments and where it may write, ends at SIGTERM as Unreal does, and else as it is told. */
    private static final String GAME = """
            #!/bin/bash
            printf 'argument %s\\n' "$@"
            echo "home $HOME runtime $XDG_RUNTIME_DIR"
            [ -z "${GAME_EXIT:-}" ] || exit "$GAME_EXIT"
            if [ -n "${GAME_DEAF:-}" ]; then trap '' TERM; else trap 'echo terminated; exit 143' TERM; fi
            echo running
            while :; do sleep 0.05; done
            """;

    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ue5.5  | -PixelStreamingURL=ws://localhost:8888",
                "ue5    | -PixelStreamingURL=ws://localhost:8888",
                "ue5.0  | -PixelStreamingURL=ws://localhost:8888",
                "ue4.27 | -PixelStreamingIP=localhost -PixelStreamingPort=8888",
                "ue4.26 | -PixelStreamingIP=localhost -PixelStreamingPort=8888"
            })
    void an_engine_gets_arguments_in_its_own_spelling(String engine, String signalling) throws Exception {
        Process game = start(
                Map.of("ENGINE", engine, "SIGNALLING_URL", "ws://localhost:8888", "RES_X", "1280", "RES_Y", "720"),
                "-RestApiPort=8111",
                "-Title=two words");

        assertThat(argumentsOf(game))
                .startsWith("-RenderOffscreen", "-ForceRes", "-ResX=1280", "-ResY=720", "-Unattended", "-stdout")
                .containsSubsequence(signalling.split(" ", -1))
                .endsWith("-RestApiPort=8111", "-Title=two words")
                .filteredOn(argument -> argument.startsWith("-PixelStreaming"))
                .hasSize(signalling.split(" ", -1).length);
    }

    /** Or every container would see every GPU of its node, whatever the device plugin gave it. */
    @Test
    void the_image_asks_for_no_gpu_by_itself() throws Exception {
        assertThat(Files.readAllLines(Path.of("..", "unreal", "Dockerfile")))
                .filteredOn(line -> !line.startsWith("#"))
                .noneMatch(line -> line.contains("NVIDIA_VISIBLE_DEVICES"));
    }

    @Test
    void it_writes_in_the_pods_scratch_space_only() throws Exception {
        Process game = start(Map.of());

        assertThat(line(game.inputReader(), "home "))
                .isEqualTo("home " + folder.resolve("home") + " runtime " + folder.resolve("runtime"));
        assertThat(folder.resolve("home")).isDirectory();
        assertThat(Files.getPosixFilePermissions(folder.resolve("runtime"))).hasSize(3);
    }

    @Test
    void the_game_is_the_containers_first_process() throws Exception {
        Process game = start(Map.of());
        BufferedReader output = game.inputReader();
        line(output, "running");

        assertThat(game.toHandle().info().commandLine().orElse("")).contains("Game");
        game.toHandle().destroy();

        line(output, "terminated");
        assertThat(game.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(game.exitValue()).isEqualTo(143);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "139"})
    void it_ends_as_the_game_ends(int exitCode) throws Exception {
        Process game = start(Map.of("GAME_EXIT", String.valueOf(exitCode)));

        assertThat(game.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(game.exitValue()).isEqualTo(exitCode);
    }

    @Test
    void a_restart_file_starts_the_game_anew() throws Exception {
        Process container = start(Map.of("RESTART_FILE", restartFile().toString()));
        BufferedReader output = container.inputReader();
        line(output, "running");

        Files.createFile(restartFile());

        line(output, "Restarting the application");
        line(output, "terminated");
        line(output, "running");
    }

    @Test
    void a_restart_file_is_gone_when_the_new_game_starts() throws Exception {
        Files.createFile(restartFile());
        Process container = start(Map.of("RESTART_FILE", restartFile().toString()));

        line(container.inputReader(), "running");

        assertThat(restartFile()).doesNotExist();
    }

    @Test
    void a_game_that_ignores_its_end_is_killed_for_a_restart() throws Exception {
        Process container = start(
                Map.of("RESTART_FILE", restartFile().toString(), "GAME_DEAF", "1", "RESTART_PATIENCE_SECONDS", "1"));
        BufferedReader output = container.inputReader();
        line(output, "running");

        Files.createFile(restartFile());

        line(output, "Restarting the application");
        line(output, "running");
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "139"})
    void a_restartable_container_ends_as_the_game_ends(int exitCode) throws Exception {
        Process container =
                start(Map.of("RESTART_FILE", restartFile().toString(), "GAME_EXIT", String.valueOf(exitCode)));

        assertThat(container.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(container.exitValue()).isEqualTo(exitCode);
    }

    @Test
    void a_restartable_container_passes_its_end_on_to_the_game() throws Exception {
        Process container = start(Map.of("RESTART_FILE", restartFile().toString()));
        BufferedReader output = container.inputReader();
        line(output, "running");

        container.toHandle().destroy();

        line(output, "terminated");
        assertThat(container.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(container.exitValue()).isEqualTo(143);
    }

    private Path restartFile() {
        return folder.resolve("restart");
    }

    @Test
    void an_engine_that_it_does_not_know_ends_it_with_a_sentence() throws Exception {
        Process refused = start(Map.of("ENGINE", "ue6"));

        assertThat(refused.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(refused.exitValue()).isEqualTo(2);
        assertThat(refused.inputReader().readLine())
                .isEqualTo("ENGINE is 'ue6'; allowed are ue5.5, ue5, ue5.0, ue4.27 and ue4.26.");
    }

    @Test
    void an_image_without_a_game_ends_it_with_a_sentence() throws Exception {
        var builder = new ProcessBuilder("bash", ENTRY_POINT.toString()).redirectErrorStream(true);
        builder.environment().remove("PROJECT_BINARY");
        Process refused = kept(builder.start());

        assertThat(refused.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(refused.exitValue()).isNotZero();
        assertThat(refused.inputReader().readLine()).contains("PROJECT_BINARY", "names the packaged Unreal binary");
    }

    /** The kubelet sends SIGTERM to the game only when this command has ended. */
    @Test
    void the_pods_stop_waits_for_as_long_as_the_sidecar_has_players() throws Exception {
        Process waiting;
        try (ServerSocket sidecar = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            waiting = kept(new ProcessBuilder(command("preStop", sidecar.getLocalPort())).start());
            // It has looked twice, and so it has waited once.
            sidecar.accept().close();
            sidecar.accept().close();
            assertThat(waiting.isAlive()).isTrue();
        }
        assertThat(waiting.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting.exitValue()).isZero();
    }

    @Test
    void the_pods_probe_sees_whether_the_game_is_connected_to_its_sidecar() throws Exception {
        try (ServerSocket sidecar = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            List<String> probe = command("livenessProbe", sidecar.getLocalPort());
            assertThat(exitCode(probe)).as("no game is connected").isNotZero();
            try (Socket game = new Socket(sidecar.getInetAddress(), sidecar.getLocalPort());
                    Socket accepted = sidecar.accept()) {
                assertThat(game.isConnected() && accepted.isConnected()).isTrue();
                assertThat(exitCode(probe)).as("the game is connected").isZero();
            }
        }
    }

    private int exitCode(List<String> command) throws IOException, InterruptedException {
        Process process = kept(new ProcessBuilder(command).start());
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** A command of the declared container, with a free port in the place of the sidecar's. */
    private static List<String> command(String of, int port) {
        var container = PlatformFixture.onExistingCluster(Map.of())
                .the("kubernetes:apps/v1:Deployment", StreamWorkload.NAME)
                .pod()
                .getAsJsonArray("containers")
                .get(0)
                .getAsJsonObject();
        var exec = of.equals("preStop")
                ? container.getAsJsonObject("lifecycle").getAsJsonObject("preStop")
                : container.getAsJsonObject(of);
        return exec.getAsJsonObject("exec").getAsJsonArray("command").asList().stream()
                .map(word -> word.getAsString()
                        .replace("/127.0.0.1/" + ServiceContainer.OPERATIONS_PORT, "/127.0.0.1/" + port)
                        .replace("%04X".formatted(StreamWorkload.STREAMER_PORT), "%04X".formatted(port)))
                .toList();
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        Path game = Files.writeString(folder.resolve("Game"), GAME);
        assertThat(game.toFile().setExecutable(true)).isTrue();
        List<String> command = new ArrayList<>(List.of("bash", ENTRY_POINT.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("ENGINE");
        builder.environment()
                .putAll(Map.of(
                        "PROJECT_BINARY", game.toString(),
                        "HOME_FOLDER", folder.resolve("home").toString(),
                        "XDG_RUNTIME_DIR", folder.resolve("runtime").toString()));
        builder.environment().putAll(environment);
        return kept(builder.start());
    }

    private Process kept(Process process) {
        started.add(process);
        return process;
    }

    private static List<String> argumentsOf(Process game) throws IOException {
        List<String> arguments = new ArrayList<>();
        BufferedReader output = game.inputReader();
        for (String line = output.readLine(); line != null && line.startsWith("argument "); line = output.readLine()) {
            arguments.add(line.substring("argument ".length()));
        }
        return arguments;
    }

    private static String line(BufferedReader output, String start) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(start)) {
                return line;
            }
        }
        throw new IOException("it ended without saying '" + start + "'");
    }
}

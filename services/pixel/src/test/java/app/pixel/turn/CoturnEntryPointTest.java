// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the entry point of the coturn container renders, starts, and ends it. */
@Tag("slow")
class CoturnEntryPointTest {

    private static final List<String> SECRETS = List.of("a-secret-of-some-length");

    /** Says what a coturn from 4.7 on says, and which signals it got; ends by itself when it is drained. */
    private static final String MODERN_COTURN = """
            #!/bin/sh
            case $1 in
              --version) echo 4.17.1; exit ;;
              -h) echo ' --prometheus  Enable prometheus metrics.'; exit ;;
            esac
            trap 'echo drained; exit 0' USR1
            trap 'echo terminated; exit 0' TERM
            echo "started $*"
            while :; do sleep 0.05; done
            """;

    private static final List<String> COMMANDS = List.of(
            "bash",
            "cat",
            "dd",
            "dirname",
            "grep",
            "head",
            "mkdir",
            "rm",
            "sed",
            "sh",
            "sleep",
            "tr",
            "turnadmin",
            "turnserver",
            "wget");

    /** Keeps the secrets of {@code -b FILE -r REALM} as lines: sets one by -s, shows all by -S, removes one by -X. */
    private static final String SIMPLE_TURNADMIN = """
            #!/bin/sh
            case $5 in
              -s) echo "$6[$4]" >>"$2" ;;
              -S) cat "$2" ;;
            esac
            """;

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"wget", "bash"})
    void the_relay_maps_the_external_address_that_it_asked_for(String by) throws Exception {
        Coturn.require();
        int port = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode(
                                request.path().equals("/relays/turn-1")
                                                && "Bearer the-token".equals(request.getHeader("authorization"))
                                        ? 200
                                        : 404)
                        .end("2001:db8::9\n203.0.113.9\n"))
                .listen(0, "127.0.0.1")
                .await(10, SECONDS)
                .actualPort();
        Map<String, String> settings = Map.of(
                "PATH",
                pathWithout(by.equals("bash") ? "wget" : "nothing"),
                "TURN_EXTERNAL_IP_URL",
                "http://127.0.0.1:" + port + "/relays/turn-1",
                "TURN_EXTERNAL_IP_TOKEN_FILE",
                Files.writeString(folder.resolve("token"), "the-token\nthe-token-before\n")
                        .toString());

        try (Coturn coturn = Coturn.start(folder, SECRETS, settings);
                TurnClient client = coturn.client(Coturn.credentials(SECRETS.getFirst(), "p"))) {
            assertThat(client.allocate().address(Stun.XOR_RELAYED_ADDRESS).getHostString())
                    .isEqualTo("203.0.113.9");
        }
    }

    @Test
    void an_external_address_that_is_given_is_mapped_without_asking() throws Exception {
        Coturn.require();

        try (Coturn coturn = Coturn.start(folder, SECRETS, Map.of("TURN_EXTERNAL_IP", "203.0.113.10"));
                TurnClient client = coturn.client(Coturn.credentials(SECRETS.getFirst(), "p"))) {
            assertThat(client.allocate().address(Stun.XOR_RELAYED_ADDRESS).getHostString())
                    .isEqualTo("203.0.113.10");
        }
    }

    @Test
    void coturn_understands_every_line_of_its_entry_point() throws Exception {
        Coturn.require();
        Map<String, String> settings = Map.of(
                "TURN_DENIED_PEERS", "10.26.0.0/16, 203.0.113.129/25",
                "TURN_ALLOWED_PEERS", "10.26.4.0/22",
                "TURN_SESSION_BANDWIDTH", "2500000",
                "TURN_REALM", "play.example.com");

        try (Coturn coturn = Coturn.start(folder, SECRETS, settings)) {
            List<ProcessHandle> children = coturn.process().descendants().toList();

            assertThat(children).isNotEmpty();
            assertThat(coturn.terminate()).isZero();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(coturn.log())
                    .doesNotContain("Bad configuration", "ERROR")
                    .contains("Default realm: play.example.com");
            assertThat(coturn.configuration())
                    .contains(
                            "denied-peer-ip=10.26.0.0-10.26.255.255",
                            "denied-peer-ip=203.0.113.128-203.0.113.255",
                            "allowed-peer-ip=10.26.4.0-10.26.7.255",
                            "max-bps=2500000",
                            "user-quota=12");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TURN_PORT, 34x8, TURN_PORT is a number",
        "TURN_USER_QUOTA, -1, TURN_USER_QUOTA is a number",
        "TURN_REALM, 'a\nno-auth', TURN_REALM",
        "TURN_NODE_IP, '', TURN_NODE_IP is empty",
        "TURN_EXTERNAL_IP, '1.2.3.4;x', external address",
        "TURN_DENIED_PEERS, 10.0.0.0/33, '10.0.0.0/33'",
        "TURN_ALLOWED_PEERS, fd00::/8, FIRST-LAST",
        "TURN_ALLOWED_PEERS, '10.0.0.0/8;', characters",
        "TURN_SECRET_FILE, /nowhere, TURN_SECRET_FILE cannot be read",
        "TURN_SECRET_FILE, /dev/null, TURN_SECRET_FILE is empty",
        "TURN_SECRET_CHECK_SECONDS, soon, TURN_SECRET_CHECK_SECONDS is a number",
        "TURN_TLS_PORT, 443, TURN_TLS_CERT_FILE"
    })
    void a_senseless_setting_ends_it_with_a_sentence(String name, String value, String sentence) throws Exception {
        Path fake = fakeTurnserver();

        try (Coturn coturn = Coturn.launch(folder, SECRETS, Map.of(name, value, "PATH", fake + ":" + path()))) {
            assertThat(coturn.process().waitFor(10, SECONDS)).isTrue();
            assertThat(coturn.process().exitValue()).isNotZero();
            assertThat(coturn.log()).contains("coturn: ").contains(sentence).doesNotContain("started");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's-a-secret-of-length", "a-secret-with-$(touch x)", "a-secret;drop table turn_secret"})
    void a_secret_with_characters_that_mean_something_is_refused(String secret) throws Exception {
        Path fake = fakeTurnserver();

        try (Coturn coturn = Coturn.launch(folder, List.of(secret), Map.of("PATH", fake + ":" + path()))) {
            assertThat(coturn.process().waitFor(10, SECONDS)).isTrue();
            assertThat(coturn.process().exitValue()).isNotZero();
            assertThat(coturn.log())
                    .contains("TURN_SECRET_FILE has a secret with characters that do not belong there")
                    .doesNotContain("started");
        }
    }

    @Test
    void a_drained_coturn_ends_with_its_last_session() throws Exception {
        Process process = startModern("60");
        try (BufferedReader output = process.inputReader()) {
            awaitLine(output, "started");
            process.toHandle().destroy();

            awaitLine(output, "drained");
            assertThat(process.waitFor(10, SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            end(process);
        }
    }

    @Test
    void a_coturn_that_shall_not_drain_is_ended_at_once() throws Exception {
        Process process = startModern("0");
        try (BufferedReader output = process.inputReader()) {
            awaitLine(output, "started");
            process.toHandle().destroy();

            awaitLine(output, "terminated");
            assertThat(process.waitFor(10, SECONDS)).isTrue();
        } finally {
            end(process);
        }
    }

    @Test
    void metrics_are_asked_for_where_coturn_has_them() throws Exception {
        Process process = startModern("0");
        try (BufferedReader output = process.inputReader()) {
            awaitLine(output, "started");

            assertThat(Files.readAllLines(folder.resolve("run/turnserver.conf")))
                    .contains("prometheus", "prometheus-port=9641");
        } finally {
            end(process);
        }
    }

    /** By force: a process that still writes would block on a pipe without a reader. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private Process startModern(String drainSeconds) throws IOException {
        Path secrets = Files.write(folder.resolve("secrets"), SECRETS);
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", Coturn.ENTRY_POINT.toString());
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        fakeTurnserver() + ":" + path(),
                        "TURN_SECRET_FILE",
                        secrets.toString(),
                        "TURN_RUN_DIRECTORY",
                        folder.resolve("run").toString(),
                        "TURN_NODE_IP",
                        "127.0.0.1",
                        "TURN_DRAIN_SECONDS",
                        drainSeconds));
        return builder.redirectErrorStream(true).start();
    }

    private static void awaitLine(BufferedReader output, String start) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(start)) {
                return;
            }
        }
        throw new IOException("it ended without saying '" + start + "'");
    }

    private Path fakeTurnserver() throws IOException {
        Path binaries = Files.createDirectories(folder.resolve("bin"));
        Path fake = Files.writeString(binaries.resolve("turnserver"), MODERN_COTURN);
        assertThat(fake.toFile().setExecutable(true)).isTrue();
        Path simple = Files.writeString(binaries.resolve("turnadmin"), SIMPLE_TURNADMIN);
        assertThat(simple.toFile().setExecutable(true)).isTrue();
        return binaries;
    }

    /** A search path with no more than the official image has, and without one of them. */
    private String pathWithout(String missing) throws IOException {
        Path binaries = Files.createDirectories(folder.resolve("some-binaries"));
        for (String command : COMMANDS) {
            if (!command.equals(missing)) {
                String script = "#!/bin/sh\nPATH='" + path() + "' exec " + command + " \"$@\"\n";
                Path forwarding = Files.writeString(binaries.resolve(command), script);
                assertThat(forwarding.toFile().setExecutable(true)).isTrue();
            }
        }
        return binaries.toString();
    }

    private static String path() {
        return System.getenv("PATH");
    }
}

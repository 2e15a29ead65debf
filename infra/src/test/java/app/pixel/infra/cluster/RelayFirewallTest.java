// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import app.pixel.infra.settings.Cidr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules in the kernel that reads them, in a network namespace that ends with the command. */
@Tag("slow")
class RelayFirewallTest {
    private static final RelayFirewall FIREWALL = new RelayFirewall(
            List.of(
                    Cidr.of("10.26.0.0/16"),
                    Cidr.of("10.244.0.0/16"),
                    Cidr.of("10.96.0.0/16"),
                    Cidr.of("169.254.0.0/16")),
            Cidr.of("10.244.0.0/16"));

    private static final Path ENTRY_POINT =
            Path.of("src/main/resources/app/pixel/infra/coturn/entrypoint.sh").toAbsolutePath();

    @TempDir
    private Path folder;

    private Path rules;

    @BeforeEach
    void write() throws IOException {
        rules = Files.writeString(folder.resolve("relay.nft"), FIREWALL.rules());
    }

    @Test
    void nftables_takes_the_rules() throws Exception {
        assumeNamespaces();
        assertThat(inNamespace("nft -c -f " + rules)).isZero();
    }

    @Test
    void loading_the_rules_twice_leaves_them_once() throws Exception {
        assumeNamespaces();
        assertThat(inNamespace("nft -f %1$s && nft -f %1$s && [ $(nft list ruleset | grep -c 'hook output') = 1 ]"
                        .formatted(rules)))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.244.1.5/32768", "10.244.1.5/60999", "203.0.113.9/53", "198.51.100.1/49152"})
    void the_relay_sends_to_media_ports_of_pods_or_out_of_the_network(String peer) throws Exception {
        assumeNamespaces();
        assertThat(sent("udp", RelayUser.ID, peer)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.244.1.5/53",
                "10.244.1.5/32767",
                "10.244.1.5/61000",
                "10.26.12.9/8472",
                "10.26.12.9/40000",
                "10.96.0.10/53",
                "10.26.0.2/40000",
                "169.254.169.254/40000"
            })
    void the_relay_sends_nowhere_else(String peer) throws Exception {
        assumeNamespaces();
        assertThat(sent("udp", RelayUser.ID, peer)).isFalse();
    }

    @Test
    void other_processes_of_the_node_send_anywhere() throws Exception {
        assumeNamespaces();
        assertThat(sent("udp", 0, "10.26.12.9/8472")).isTrue();
        assertThat(sent("udp", 65_534, "10.96.0.10/53")).isTrue();
    }

    @Test
    void the_relay_still_asks_the_name_service_by_tcp() throws Exception {
        assumeNamespaces();
        // Nothing listens there, and only a packet that arrives is answered by a refusal.
        assertThat(inNamespace("""
                        ip link set lo up
                        ip address add 10.96.0.10/32 dev lo
                        nft -f %s
                        setpriv --reuid %2$d --regid %2$d --clear-groups \\
                          timeout 5 bash -c 'exec 3<>/dev/tcp/10.96.0.10/53' 2>&1 | grep -q refused
                        """.formatted(rules, RelayUser.ID))).isZero();
    }

    /** A client of the real coturn, on the node's own network with the relay's own user, sends three datagrams. */
    @ParameterizedTest
    @CsvSource({"40000, 0 (0.0", "53, 3 (100.0", "8472, 3 (100.0"})
    void the_real_relay_carries_media_to_media_ports_alone(int port, String lost) throws Exception {
        assumeNamespaces();
        assumeThat(run("sh", "-c", "command -v turnserver && command -v turnutils_uclient"))
                .as("coturn")
                .isZero();
        Path said = folder.resolve("said");
        assertThat(inNamespace("""
                        ip link set lo up
                        for address in 10.26.11.4 10.244.1.5 203.0.113.5; do ip address add $address/32 dev lo; done
                        nft -f %1$s
                        run=$(mktemp -d) && chmod 777 "$run" && echo a-secret-of-some-length >"$run/secrets"
                        export TURN_SECRET_FILE="$run/secrets" TURN_RUN_DIRECTORY="$run/run" TURN_DRAIN_SECONDS=0
                        export TURN_NODE_IP=10.26.11.4 TURN_ALLOWED_PEERS=10.244.0.0/16
                        setpriv --reuid %2$d --regid %2$d --clear-groups sh %3$s >"$run/log" 2>&1 &
                        relay=$!
                        turnutils_peer -p %4$d -L 10.244.1.5 >"$run/peer" 2>&1 &
                        peer=$!
                        until ss -lun | grep -q 10.26.11.4:3478; do kill -0 $relay || exit 1; done
                        timeout 25 turnutils_uclient -c -n 3 -m 1 -e 10.244.1.5 -r %4$d -u player \
                          -W a-secret-of-some-length -L 203.0.113.5 10.26.11.4 >%5$s 2>&1
                        kill $relay $peer; wait; rm -r "$run"
                        """.formatted(rules, RelayUser.ID, ENTRY_POINT, port, said)))
                .isZero();
        assertThat(said).content().contains("Total lost packets " + lost);
    }

    @Test
    void a_turn_node_loads_the_rules_before_it_joins() {
        String script = new CloudInit(FIREWALL).script(NodePoolSpec.Role.TURN);
        assertThat(script).contains(FIREWALL.rules());
        assertThat(script.indexOf("pixel-relay-firewall.service || exit 1"))
                .isPositive()
                .isLessThan(script.indexOf("oke-init.sh"));
    }

    @Test
    void other_nodes_have_no_rules() {
        assertThat(new CloudInit(FIREWALL).script(NodePoolSpec.Role.GPU)).doesNotContain("nft");
    }

    /** The script is bash, with other languages in it. */
    @ParameterizedTest
    @ValueSource(strings = {"DEFAULT", "TURN", "GPU"})
    void bash_reads_the_script(String role) throws Exception {
        Path script = Files.writeString(
                folder.resolve("init.sh"), new CloudInit(FIREWALL).script(NodePoolSpec.Role.valueOf(role)));
        assertThat(run("bash", "-n", script.toString())).isZero();
    }

    /** A packet that the rules drop on its way out fails its sender, with "Operation not permitted". */
    private boolean sent(String protocol, int user, String peer) throws Exception {
        String send = "echo media > /dev/%s/%s".formatted(protocol, peer);
        int exit = inNamespace("""
                set -e
                ip link set lo up
                ip route add default dev lo
                nft -f %s
                if setpriv --reuid %2$d --regid %2$d --clear-groups bash -c '%3$s'; then exit 0; else exit 42; fi
                """.formatted(rules, user, send));
        assertThat(exit).isIn(0, 42);
        return exit == 0;
    }

    private static int inNamespace(String script) throws Exception {
        return run("unshare", "-n", "sh", "-c", script);
    }

    private static void assumeNamespaces() throws Exception {
        assumeThat(run("sh", "-c", "command -v nft && command -v setpriv && unshare -n true"))
                .as("nftables, setpriv and the right to make a network namespace")
                .isZero();
    }

    private static int run(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        System.out.print(output);
        return process.exitValue();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.node;

import app.pixel.lab.process.BriefCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses of the real cluster, in a network namespace that no packet leaves. The node's interface is a bridge,
 * and its default route leads nowhere.
 */
final class NodeNetwork {

    static final String NODE = "10.26.12.2";
    static final String PODS = "10.244.0.0/24";

    /** Of the load balancers' subnet. */
    static final String LOAD_BALANCER = "10.26.16.10";

    /** The address that the world knows the node by; its cloud translates it. */
    static final String EXTERNAL = "198.51.100.2";

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private NodeNetwork() {}

    /** Sets the network up, once a namespace. */
    static void prepare() {
        if (BriefCommand.run(LIMIT, List.of("ip", "link", "show", "node0")).status() == 0) {
            return;
        }
        ip("link", "set", "lo", "up");
        ip("link", "add", "node0", "type", "bridge");
        ip("addr", "add", NODE + "/22", "dev", "node0");
        ip("link", "set", "node0", "up");
        ip("route", "add", "default", "via", "10.26.12.1", "dev", "node0");
        sysctl("net.ipv4.ip_forward=1");
        translate("PREROUTING");
        translate("OUTPUT");
        // The answer to a refused connection says so at once, however many there are.
        sysctl("net.ipv4.icmp_ratelimit=0");
        if (Files.exists(Path.of("/proc/sys/net/bridge/bridge-nf-call-iptables"))) {
            sysctl("net.bridge.bridge-nf-call-iptables=1");
        }
    }

    private static void translate(String chain) {
        BriefCommand.succeed(
                LIMIT,
                List.of("iptables", "-t", "nat", "-A", chain, "-d", EXTERNAL, "-j", "DNAT", "--to-destination", NODE));
    }

    private static void ip(String... words) {
        BriefCommand.succeed(
                LIMIT, Stream.concat(Stream.of("ip"), Stream.of(words)).toList());
    }

    private static void sysctl(String setting) {
        BriefCommand.succeed(LIMIT, List.of("sysctl", "-q", "-w", setting));
    }
}

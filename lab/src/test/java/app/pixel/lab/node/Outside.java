// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.node;

import app.pixel.lab.process.BriefCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The network around the node: its gateway, one host far away, and the cloud's metadata service. It knows a way to
 * pods, which real networks do not have.
 */
public final class Outside {

    /** Of the host far away. */
    public static final String ADDRESS = "203.0.113.7";

    /** Of the service that gives a cloud's machines their credentials, at port 80. */
    public static final String METADATA = "169.254.169.254";

    private static final NetworkNamespace NAMESPACE = new NetworkNamespace(Path.of("/run/netns/outside"));
    private static final String GATEWAY = "10.26.12.1";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Outside() {}

    /** Sets it up once. */
    public static NetworkNamespace namespace() {
        if (!Files.exists(NAMESPACE.file())) {
            succeed("ip netns add outside");
            succeed("ip link add outside0 type veth peer name eth0 netns outside");
            succeed("ip link set outside0 master node0 up");
            succeed("ip -n outside link set lo up");
            succeed("ip -n outside link set eth0 up");
            List.of(ADDRESS, METADATA, GATEWAY)
                    .forEach(address -> succeed("ip -n outside addr add %s/32 dev eth0".formatted(address)));
            // Datagrams are answered from the address that they were sent to.
            succeed("ip -n outside route add %s dev eth0 src %s".formatted(NodeNetwork.NODE, ADDRESS));
            succeed("ip -n outside route add default via %s src %s".formatted(NodeNetwork.NODE, ADDRESS));
        }
        return NAMESPACE;
    }

    private static void succeed(String command) {
        BriefCommand.succeed(LIMIT, List.of(command.split(" ")));
    }
}

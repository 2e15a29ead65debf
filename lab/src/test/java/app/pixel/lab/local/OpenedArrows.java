// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import app.pixel.lab.process.WholeLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The connections that the kernel's tables of sockets have shown, over any number of looks.
 *
 * <p>A process's socket belongs to the component in whose pod the process is. The callee is the component whose pod has
 * the address and listens on the port. UDP has no connections, so a relay's own log tells its clients there. Ports are
 * remembered, since a relay logs a client only when it is done.
 */
final class OpenedArrows {

    static final String EDGE = "traefik";
    static final String MONITORING = "monitoring";
    static final String API_SERVER = "api-server";
    static final String WORLD = "world";
    private static final String RELAY = "coturn";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int API_SERVER_PORT = 6443;
    private static final String ESTABLISHED = "01";
    private static final String LISTENING = "0A";

    /** coturn's log line of a client that is done. */
    private static final Pattern SERVED =
            Pattern.compile("closed \\(2nd stage\\).* local [0-9.]+:(\\d+), remote [0-9.]+:(\\d+)");

    private final ClusterPlatform platform;
    private final Set<Arrow> seen = new TreeSet<>();
    private final Map<Integer, String> ownersOfUdp = new HashMap<>();

    /** A line of {@code /proc/net/tcp} or its like: addresses as IPv4, ports, state, the socket's number. */
    private record Socket(String local, int localPort, String remote, int remotePort, String state, String inode) {}

    OpenedArrows(ClusterPlatform platform) {
        this.platform = platform;
    }

    Set<Arrow> seen() {
        return Set.copyOf(seen);
    }

    /** Looks until there is such an arrow, since the kernel announces no new socket. */
    void await(Predicate<Arrow> wanted) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        look();
        while (seen.stream().noneMatch(wanted)) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not among " + seen);
            }
            Thread.sleep(20);
            look();
        }
    }

    void look() throws IOException {
        List<Socket> sockets = Stream.concat(sockets("tcp"), sockets("tcp6")).toList();
        Map<String, String> owners = owners();
        lookAtConnections(sockets, owners);
        rememberUdp(owners);
        lookAtRelays();
        // Containers of one pod are beside each other, where no policy applies.
        seen.removeIf(arrow -> arrow.from().equals(arrow.to()));
    }

    /** Returns the owner of each socket that a process has now. */
    private Map<String, String> owners() {
        Map<ProcessHandle, String> known = new HashMap<>(platform.kubelet().processes());
        platform.metrics().process().handles().forEach(process -> known.put(process, MONITORING));
        known.put(ProcessHandle.current(), EDGE);
        // Processes of this JVM have an owner of their own, or are no part of the platform.
        Map<String, String> owners = new HashMap<>();
        ProcessHandle.allProcesses().forEach(process -> {
            List<String> inodes = inodes(process);
            String owner = ownerOf(process, known);
            if (process.isAlive()) {
                inodes.forEach(inode -> owners.put(inode, owner));
            }
        });
        return owners;
    }

    /** A process of a component, or one that such a process started. */
    private static String ownerOf(ProcessHandle process, Map<ProcessHandle, String> known) {
        String owner = known.get(process);
        if (owner != null) {
            return owner;
        }
        return process.parent()
                .filter(parent -> !parent.equals(ProcessHandle.current()))
                .map(parent -> ownerOf(parent, known))
                .orElse(WORLD);
    }

    /** A socket that was closed between two looks has no known owner. */
    private void lookAtConnections(List<Socket> sockets, Map<String, String> owners) {
        Map<String, String> components = platform.kubelet().components();
        Map<String, Arrow> listening = new HashMap<>();
        for (Socket socket : sockets) {
            if (socket.state().equals(LISTENING) && components.containsKey(socket.local())) {
                Arrow asked = new Arrow("", components.get(socket.local()), "TCP", socket.localPort());
                listening.put(socket.local() + ":" + socket.localPort(), asked);
            }
        }
        listening.put(platform.cluster().apiServer(), new Arrow("", API_SERVER, "TCP", API_SERVER_PORT));
        for (Socket socket : sockets) {
            Arrow asked = listening.get(socket.remote() + ":" + socket.remotePort());
            String asking = owners.get(socket.inode());
            if (socket.state().equals(ESTABLISHED) && asked != null && asking != null) {
                seen.add(new Arrow(asking, asked.to(), asked.protocol(), asked.port()));
            }
        }
        // Everything around the pods uses the API server.
        seen.removeIf(arrow -> arrow.to().equals(API_SERVER) && !components.containsValue(arrow.from()));
    }

    private void rememberUdp(Map<String, String> owners) throws IOException {
        Stream.concat(sockets("udp"), sockets("udp6"))
                .filter(socket -> owners.containsKey(socket.inode()))
                .forEach(socket -> ownersOfUdp.put(socket.localPort(), owners.get(socket.inode())));
    }

    private void lookAtRelays() throws IOException {
        for (Path log : logsOfRelays()) {
            var clients = SERVED.matcher(String.join("\n", WholeLines.of(log)));
            while (clients.find()) {
                String asking = ownersOfUdp.get(Integer.valueOf(clients.group(2)));
                if (asking != null) {
                    seen.add(new Arrow(asking, RELAY, "UDP", Integer.parseInt(clients.group(1))));
                }
            }
        }
    }

    private List<Path> logsOfRelays() throws IOException {
        try (Stream<Path> pods = Files.list(platform.kubelet().folder())) {
            return pods.map(pod -> pod.resolve(RELAY + ".log"))
                    .filter(Files::exists)
                    .toList();
        }
    }

    /** Media between two without a relay: each has sent to the other's port, as ICE does. */
    void addMedia(int streamsPort, int othersPort) throws IOException {
        look();
        String owner = Objects.requireNonNull(ownersOfUdp.get(streamsPort), "a port without an owner");
        seen.add(new Arrow(WORLD, owner, "UDP", streamsPort));
        seen.add(new Arrow(owner, WORLD, "UDP", othersPort));
    }

    private static Stream<Socket> sockets(String table) throws IOException {
        return Files.readAllLines(Path.of("/proc/net", table)).stream()
                .skip(1)
                .map(line -> line.strip().split("\\s+"))
                .map(fields -> new Socket(
                        address(fields[1]),
                        port(fields[1]),
                        address(fields[2]),
                        port(fields[2]),
                        fields[3],
                        fields[9]));
    }

    /** The last four bytes are the IPv4 address, lowest first; of an IPv6 address that maps one, too. */
    private static String address(String field) {
        String hex = field.substring(0, field.indexOf(':'));
        byte[] bytes = HexFormat.of().parseHex(hex.substring(hex.length() - 8));
        return "%d.%d.%d.%d".formatted(bytes[3] & 255, bytes[2] & 255, bytes[1] & 255, bytes[0] & 255);
    }

    private static int port(String field) {
        return Integer.parseInt(field.substring(field.indexOf(':') + 1), 16);
    }

    /** None of a process that has just ended. */
    private static List<String> inodes(ProcessHandle process) {
        try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(process.pid()), "fd"))) {
            return files.map(OpenedArrows::link)
                    .filter(link -> link.startsWith("socket:["))
                    .map(link -> link.substring("socket:[".length(), link.length() - 1))
                    .toList();
        } catch (IOException ended) {
            return List.of();
        }
    }

    private static String link(Path file) {
        try {
            return Objects.toString(Files.readSymbolicLink(file), "");
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}

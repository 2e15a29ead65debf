// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.stream.Collectors.toMap;

import app.pixel.lab.kubelet.Kubelet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Who has connected to whom, by the kernel's own table of established connections.
 *
 * <p>A socket of a process belongs to the component in whose pod the process is; whoever else here reaches a pod is the
 * edge, which this JVM plays. The asked side is the one whose end is a pod's address with a port that it listens on.
 *
 * @param seen as {@code matchmaker > stream:3000}
 */
record OpenedArrows(Set<String> seen) {

    static final String EDGE = "traefik";

    private static final String ESTABLISHED = "01";
    private static final String LISTENING = "0A";

    /** A line of {@code /proc/net/tcp} or {@code tcp6}: addresses as IPv4, ports, state, the socket's number. */
    private record Socket(String local, int localPort, String remote, int remotePort, String state, String inode) {}

    static OpenedArrows of(Kubelet kubelet) throws IOException {
        Map<String, String> owners = new HashMap<>();
        for (var process : kubelet.processes().entrySet()) {
            inodes(process.getKey()).forEach(inode -> owners.put(inode, process.getValue()));
        }
        Map<String, String> components = kubelet.components();
        List<Socket> sockets = Stream.concat(sockets("tcp"), sockets("tcp6")).toList();
        Map<String, String> listening = sockets.stream()
                .filter(socket -> socket.state().equals(LISTENING) && components.containsKey(socket.local()))
                .collect(toMap(
                        socket -> socket.local() + ":" + socket.localPort(),
                        socket -> components.get(socket.local()) + ":" + socket.localPort(),
                        (one, other) -> one));
        Set<String> seen = new TreeSet<>();
        for (Socket socket : sockets) {
            String asked = listening.get(socket.remote() + ":" + socket.remotePort());
            if (socket.state().equals(ESTABLISHED) && asked != null) {
                seen.add(owners.getOrDefault(socket.inode(), EDGE) + " > " + asked);
            }
        }
        // The streamer beside its sidecar is in the same pod, where no policy applies.
        seen.removeIf(arrow -> arrow.startsWith("stream > stream:"));
        return new OpenedArrows(seen);
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

    private static Stream<String> inodes(ProcessHandle process) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(process.pid()), "fd"))) {
            return files
                    .map(OpenedArrows::link)
                    .filter(link -> link.startsWith("socket:["))
                    .map(link -> link.substring("socket:[".length(), link.length() - 1))
                    .toList()
                    .stream();
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

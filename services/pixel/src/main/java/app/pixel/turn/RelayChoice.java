// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;

/**
 * The relays of one client, by rendezvous hashing: the client's name gives every node a score, and the highest ones
 * serve it.
 *
 * <p>A client makes allocations on all relays that it is told, before it uses one. So the number for each client is
 * bounded, and every further node takes allocations off the others. The choice needs no memory: each replica makes the
 * same one, and a node that joins or leaves changes only its own share of clients. A second relay takes over when the
 * first one fails.
 */
final class RelayChoice {

    /** Nodes for each client. */
    static final int EACH = 2;

    private RelayChoice() {}

    /** The client's nodes with their addresses, the best first: {@link #EACH} of these, or all if there are fewer. */
    static List<RelayNode> of(String client, List<RelayNode> nodes) {
        return nodes.stream()
                .map(node -> new Scored(score(client, node.name()), node))
                .sorted(Comparator.comparing(Scored::score, Long::compareUnsigned)
                        .reversed())
                .limit(EACH)
                .map(Scored::node)
                .toList();
    }

    private record Scored(long score, RelayNode node) {}

    /** The first 64 bits of a SHA-256: names of nodes differ in a digit only, and weak hashes would show that. */
    private static long score(String client, String node) {
        try {
            byte[] both = (client + "\n" + node).getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(both))
                    .getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
        }
    }
}

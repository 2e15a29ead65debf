// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.settings.Cidr;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The addresses of the cluster's network.
 *
 * @param pods the addresses of pods
 * @param nodes the nodes that streams run on: their packets leave the overlay with these addresses. Unknown in a
 *     cluster that was there before
 * @param relayNodes the nodes that relays run on; unknown likewise
 */
public record ClusterNetwork(Cidr pods, Optional<Cidr> nodes, Optional<Cidr> relayNodes) {

    /** The addresses that a relay, on its node's own network, is seen by from inside the cluster. */
    List<String> relayBlocks() {
        return relayNodes
                .map(block -> List.of(block.toString(), pods.toString()))
                .orElseGet(() -> List.of(Cidr.WORLD.toString()));
    }

    /** The blocks in which a relay may reach streams; other private addresses are denied to its clients. */
    String streamBlocks() {
        return Stream.concat(Stream.of(pods), nodes.stream())
                .map(Cidr::toString)
                .collect(Collectors.joining(","));
    }
}

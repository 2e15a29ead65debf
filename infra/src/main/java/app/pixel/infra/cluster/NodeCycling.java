// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import app.pixel.infra.settings.Settings;
import com.pulumi.oci.ContainerEngine.inputs.NodePoolNodePoolCyclingDetailsArgs;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The pace at which OKE exchanges a pool's nodes after an upgrade.
 *
 * @param maxSurge nodes beyond the pool's size, as a number or a percentage
 * @param maxUnavailable nodes below it, likewise
 */
public record NodeCycling(String maxSurge, String maxUnavailable) {
    private static final Pattern NODES = Pattern.compile("\\d{1,3}%?");
    private static final String A_COUNT = "a number of nodes such as 1, or a share such as 10%";

    public NodeCycling {
        if (isZero(maxSurge) && isZero(maxUnavailable)) {
            throw new IllegalArgumentException(
                    "pixel:nodeCycling.maxSurge and pixel:nodeCycling.maxUnavailable are both 0,"
                            + " but then OKE exchanges no node: raise one of them.");
        }
    }

    /** Empty when the stack says {@code {}}. */
    static Optional<NodeCycling> from(Settings settings) {
        Settings cycling = settings.object("nodeCycling");
        return cycling.isEmpty()
                ? Optional.empty()
                : Optional.of(new NodeCycling(
                        cycling.matching("maxSurge", NODES, A_COUNT),
                        cycling.matching("maxUnavailable", NODES, A_COUNT)));
    }

    /** Instances are replaced, because a boot volume's exchange keeps the labels and metadata of the old node. */
    NodePoolNodePoolCyclingDetailsArgs details() {
        return NodePoolNodePoolCyclingDetailsArgs.builder()
                .isNodeCyclingEnabled(true)
                .maximumSurge(maxSurge)
                .maximumUnavailable(maxUnavailable)
                .cycleModes("INSTANCE_REPLACE")
                .build();
    }

    private static boolean isZero(String nodes) {
        return nodes.replace("%", "").chars().allMatch(digit -> digit == '0');
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import app.pixel.lab.process.Installed;
import java.util.Map;

/**
 * What the demo stack has on a cluster of one's own, beyond what its file says.
 *
 * @param relays whether there is a TURN node, with a relay on it
 * @param metrics whether a Prometheus scrapes what the stack has scraped, so that its autoscaler works
 * @param settings of the stack, such as {@code pixel:gpuSharing}
 */
record ClusterAddons(boolean relays, boolean metrics, Map<String, String> settings) {

    ClusterAddons {
        settings = Map.copyOf(settings);
    }

    /**
     * As much as the machine has programs for.
     *
     * @throws IllegalStateException with a sentence, when what was asked for is not installed
     */
    static ClusterAddons installed(LocalOptions options) {
        return new ClusterAddons(
                LocalCoturn.wanted(options.turn()).isPresent(),
                Installed.find("prometheus").isPresent(),
                Map.of());
    }
}

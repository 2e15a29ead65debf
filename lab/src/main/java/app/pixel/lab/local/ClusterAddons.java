// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import app.pixel.lab.process.Installed;
import java.util.Map;

/**
 * Parts of the demo stack on a local cluster, beyond those in the stack's file.
 *
 * @param relays true for a TURN node with a relay on it
 * @param metrics true for a Prometheus that scrapes the stack, so that its autoscaler works
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

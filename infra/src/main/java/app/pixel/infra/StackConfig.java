// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import app.pixel.infra.cluster.ClusterSettings;
import app.pixel.infra.settings.Settings;
import java.util.Optional;

/** Everything that a stack's settings say, one record a part of the platform; only its making reads configuration. */
public record StackConfig(ClusterSettings cluster) {
    /**
     * Reads and judges the whole stack.
     *
     * @throws app.pixel.infra.settings.InvalidSettings with one sentence for each setting that is not allowed
     */
    public static StackConfig from(Settings settings) {
        Optional<ClusterSettings> cluster = settings.section(ClusterSettings::from);
        settings.finish();
        return new StackConfig(cluster.orElseThrow());
    }
}

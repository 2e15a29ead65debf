// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import app.pixel.infra.settings.Settings;

/** Everything that a stack's settings say, one record a part of the platform; only its making reads configuration. */
public record StackConfig() {
    /**
     * Reads and judges the whole stack.
     *
     * @throws app.pixel.infra.settings.InvalidSettings with one sentence for each setting that is not allowed
     */
    public static StackConfig from(Settings settings) {
        settings.finish();
        return new StackConfig();
    }
}

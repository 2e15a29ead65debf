// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.settings.Settings;
import java.time.Duration;

/**
 * The TURN relays, and how long and for what their credentials are good.
 *
 * @param maximum relays at most, when their number follows the allocations
 * @param allocationsEach allocations on each relay that the autoscaler aims at
 * @param userQuota allocations that one set of credentials may hold at a time
 * @param bytesPerSecondEach bandwidth of one allocation, in each direction; 0 for no cap
 */
record TurnSettings(
        Mode mode,
        boolean relayOnly,
        Duration ttl,
        int maximum,
        int allocationsEach,
        int userQuota,
        int bytesPerSecondEach) {

    /** How relays run. */
    enum Mode {
        /** None: players reach streams by themselves, or not at all. */
        OFF,
        /** One on every TURN node, as many nodes as the pool has. */
        EVERY_NODE,
        /** As many as the allocations ask for, one a node, so that the cluster autoscaler grows the pool. */
        BY_DEMAND
    }

    TurnSettings {
        if (mode == Mode.OFF && relayOnly) {
            throw new IllegalArgumentException(
                    "pixel:turnOnly is true, but pixel:turn is \"off\": no player could connect.");
        }
    }

    static TurnSettings from(Settings settings) {
        return new TurnSettings(
                settings.choice("turn", Mode.class),
                settings.flag("turnOnly"),
                settings.duration("turnTtl", Duration.ofMinutes(1), Duration.ofHours(24)),
                settings.integer("turnMaximum", 1, 50),
                settings.integer("turnAllocationsEach", 10, CoturnPod.TOTAL_QUOTA),
                settings.integer("turnUserQuota", 2, 100),
                settings.integer("turnBytesPerSecondEach", 0, 100_000_000));
    }

    boolean isOn() {
        return mode != Mode.OFF;
    }
}

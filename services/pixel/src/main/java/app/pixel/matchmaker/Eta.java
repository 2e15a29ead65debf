// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import java.util.OptionalInt;

/** Estimates how long a visitor waits, from the latest matches. */
@FunctionalInterface
interface Eta {

    /** Seconds until the ticket at this position gets a streamer; empty before there were two matches. */
    OptionalInt secondsFor(int position);
}

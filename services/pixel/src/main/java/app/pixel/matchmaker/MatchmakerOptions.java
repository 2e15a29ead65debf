// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.web.OperationsOptions;
import app.pixel.web.ReceiveLimits;
import java.time.Duration;

/** How to run; every field is a flag of {@link MatchmakerCommand}. */
record MatchmakerOptions(
        OperationsOptions operations,
        int port,
        int reportPort,
        String pool,
        Spans spans,
        Pages pages,
        StreamerAddresses.Shown shownAddresses) {

    /**
     * Spans of time.
     *
     * @param streamer for how long a silent signalling server is believed to be there
     * @param offer for how long an offered streamer may not answer
     * @param ping from one ping of a page to the next
     * @param lease for how long a session outlives its socket; zero for not at all
     * @param grace for how long players may play on after SIGTERM
     */
    record Spans(Duration streamer, Duration offer, Duration ping, Duration lease, Duration grace) {}

    /**
     * Bounds of one page.
     *
     * @param limits of what it sends on its socket
     * @param requestTimeout the longest time without a new request on a connection that is no socket
     */
    record Pages(ReceiveLimits limits, Duration requestTimeout) {}
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of a service that takes players' WebSockets, as a mixin: how much and how slowly a client may send. */
public final class ReceiveOptions {

    @Option(
            names = "--player-messages-per-second",
            paramLabel = "N",
            defaultValue = "50",
            description = "Messages that one player may send each second, in bursts of ten seconds; a socket that"
                    + " sends more is closed; 0 for no limit (default: ${DEFAULT-VALUE}). The matchmaker counts them"
                    + " until the match.")
    private double messagesPerSecond = 50;

    @Option(
            names = "--player-bytes-per-second",
            paramLabel = "N",
            defaultValue = "262144",
            description = "Bytes that one player may send each second, in bursts of ten seconds; a socket that sends"
                    + " more is closed; 0 for no limit (default: ${DEFAULT-VALUE}).")
    private double bytesPerSecond = 262_144;

    @Option(
            names = "--request-timeout",
            paramLabel = "DURATION",
            defaultValue = "15s",
            converter = DurationConverter.class,
            description = "Longest time without a new request on a connection that is no WebSocket"
                    + " (default: ${DEFAULT-VALUE}).")
    private Duration requestTimeout = BoundedHttpServer.PATIENCE;

    /**
     * The longest time without a new request.
     *
     * @throws IllegalArgumentException with a sentence that names the flag, when it is no time
     */
    public Duration requestTimeout() {
        if (!requestTimeout.isPositive()) {
            throw new IllegalArgumentException("--request-timeout must be longer than nothing.");
        }
        return requestTimeout;
    }

    /**
     * The rates as limits.
     *
     * @param largestMessage in bytes
     * @throws IllegalArgumentException with a sentence that names the flags, when a value makes no sense
     */
    public ReceiveLimits limits(int largestMessage) {
        return new ReceiveLimits(messagesPerSecond, bytesPerSecond, largestMessage);
    }
}

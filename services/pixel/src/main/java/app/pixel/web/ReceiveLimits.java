// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

/**
 * Bounds of what a peer may send on one WebSocket. A rate of 0 is no limit.
 *
 * @param messagesPerSecond WebSocket frames of every kind, until the socket relays
 * @param bytesPerSecond as they come from the connection, also while the socket relays
 * @param largestMessage in bytes, until the socket relays
 */
public record ReceiveLimits(double messagesPerSecond, double bytesPerSecond, int largestMessage) {

    public ReceiveLimits {
        if (messagesPerSecond < 0 || bytesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "--player-messages-per-second and --player-bytes-per-second are numbers, or 0 for no limit.");
        }
    }

    /** For a peer that is trusted: no rate, and no message limit but the one of its server. */
    public static ReceiveLimits none() {
        return new ReceiveLimits(0, 0, Integer.MAX_VALUE);
    }
}

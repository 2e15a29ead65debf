// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

/**
 * A streamer as its signalling server reports it.
 *
 * @param link the reporting connection; a later link for the same address replaces an earlier one
 * @param replica the matchmaker process that holds this connection
 * @param ready whether an Unreal instance is connected to the signalling server
 * @param clients players on it, whoever sent them
 */
public record StreamerReport(String link, String replica, String address, int port, boolean ready, int clients) {

    public StreamerReport {
        if (address.isEmpty()) {
            throw new IllegalArgumentException("The address of a streamer is empty.");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("The port of a streamer is %d, not 1 to 65535.".formatted(port));
        }
        if (clients < 0) {
            throw new IllegalArgumentException("The number of clients is %d, below 0.".formatted(clients));
        }
    }

    /** What names a streamer: where its signalling server listens for players. */
    public String streamerId() {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }
}

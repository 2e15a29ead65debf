// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import app.pixel.web.Report.HeldSession;
import java.util.List;
import java.util.Optional;

/**
 * A streamer as its signalling server reports it.
 *
 * @param link the reporting connection; a later link for the same address replaces an earlier one
 * @param replica the matchmaker process that holds this connection
 * @param ready whether an Unreal instance is connected to the signalling server
 * @param clients players on it, wherever they came from; held sessions count
 * @param sessions the sessions on it that the signalling server would hold
 */
public record StreamerReport(
        String link, String replica, String address, int port, boolean ready, int clients, List<HeldSession> sessions) {

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
        sessions = List.copyOf(sessions);
    }

    /** A report of a server that holds no sessions. */
    public StreamerReport(String link, String replica, String address, int port, boolean ready, int clients) {
        this(link, replica, address, port, ready, clients, List.of());
    }

    /** The streamer's name: where its signalling server listens for players. */
    public String streamerId() {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }

    /** The same streamer with newer news of this link. */
    public StreamerReport with(boolean nowReady, int nowClients, List<HeldSession> nowSessions) {
        return new StreamerReport(link, replica, address, port, nowReady, nowClients, nowSessions);
    }

    /** The session of this id, if it is on the streamer. */
    public Optional<HeldSession> session(String id) {
        return sessions.stream().filter(session -> session.session().equals(id)).findFirst();
    }
}

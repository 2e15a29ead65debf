// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.lobby.Lobby;
import app.pixel.web.Operations;
import app.pixel.web.SessionEnd;
import java.util.Map;

/** The gauges that dashboards and the streamers' autoscaling read. Their names are an interface. */
final class DemandMetrics {

    private DemandMetrics() {}

    /** Figures of the lobby are the same on each replica; those of sockets are this replica's own. */
    static void register(Operations operations, Lobby lobby, Map<String, PlayerSession> sessions, SessionEnds ends) {
        for (SessionEnd reason : SessionEnd.values()) {
            operations.counter(
                    "matchmaker_sessions_ended",
                    "Sessions that signalling servers reported ended to this matchmaker",
                    "reason",
                    reason.word(),
                    () -> ends.count(reason));
        }
        operations
                .gauge(
                        "matchmaker_lobby_open_indicator",
                        "1 while the lobby takes events, 0 while its store is away",
                        () -> lobby.isOpen() ? 1 : 0)
                .gauge("matchmaker_player_socket_connections", "Players connected to this matchmaker", sessions::size)
                .gauge(
                        "matchmaker_sessions",
                        "Sessions with a socket on this matchmaker",
                        () -> sessions.values().stream()
                                .filter(PlayerSession::isPlaying)
                                .count())
                .gauge(
                        "matchmaker_held_sessions",
                        "Sessions without a socket that keep their streamer, of all replicas",
                        () -> lobby.state().leasedSessions())
                .gauge(
                        "matchmaker_player_queue_count",
                        "Players who wait for a streamer, of all replicas",
                        () -> lobby.state().demand().waiting())
                .gauge(
                        "matchmaker_streamer_available_count",
                        "Streamers that may be offered now, of all replicas",
                        () -> lobby.state().demand().available())
                .gauge(
                        "matchmaker_streamer_connections",
                        "Streamers whose signalling servers report, to any replica",
                        () -> lobby.state().demand().streamers())
                .gauge(
                        "matchmaker_streamer_demand_ratio",
                        "Players for each ready streamer; one more than the players when none is ready",
                        () -> lobby.state().demand().ratio());
    }
}

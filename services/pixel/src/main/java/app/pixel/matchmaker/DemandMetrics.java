// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.lobby.Lobby;
import app.pixel.web.Operations;
import java.util.function.Supplier;

/** The gauges that dashboards and the streamers' autoscaling read. Their names are an interface. */
final class DemandMetrics {

    private DemandMetrics() {}

    /** Everything but the sockets is true of the whole lobby, and therefore the same on each replica. */
    static void register(Operations operations, Lobby lobby, Supplier<Number> sockets) {
        operations
                .gauge("matchmaker_player_socket_connections", "Players connected to this matchmaker", sockets)
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

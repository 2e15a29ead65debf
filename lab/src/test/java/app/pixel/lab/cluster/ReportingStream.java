// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeoutException;

/**
 * The signalling server of a stream pod, as far as a matchmaker can tell. It reports from the pod's address, and serves
 * players there up to the offer. It reports each player who joins or leaves.
 */
final class ReportingStream implements AutoCloseable {

    private static final long PING_MILLIS = 10_000;

    private final NetClient client;
    private final HttpServer players;
    private final NetSocket reports;

    private ReportingStream(NetClient client, HttpServer players, NetSocket reports) {
        this.client = client;
        this.players = players;
        this.reports = reports;
    }

    /** Returns a ready one without players. */
    static ReportingStream at(Vertx vertx, String address, int reportPort) throws TimeoutException {
        NetClient client = vertx.createNetClient(new NetClientOptions().setLocalAddress(address));
        NetSocket reports = client.connect(reportPort, "127.0.0.1").await(10, SECONDS);
        HttpServer players = vertx.createHttpServer()
                .webSocketHandler(player -> serve(player, reports))
                .listen(0, address)
                .await(10, SECONDS);
        report(reports, "{\"type\":\"connect\",\"port\":%d,\"ready\":true}".formatted(players.actualPort()))
                .await(10, SECONDS);
        vertx.setPeriodic(PING_MILLIS, ping -> report(reports, "{\"type\":\"ping\"}"));
        return new ReportingStream(client, players, reports);
    }

    private static void serve(ServerWebSocket player, NetSocket reports) {
        report(reports, "{\"type\":\"clientConnected\"}");
        player.closeHandler(closed -> report(reports, "{\"type\":\"clientDisconnected\"}"));
        player.textMessageHandler(text -> answer(player, text));
        player.writeTextMessage("{\"type\":\"config\",\"peerConnectionOptions\":{}}");
    }

    private static void answer(ServerWebSocket player, String text) {
        if (text.contains("\"listStreamers\"")) {
            player.writeTextMessage("{\"type\":\"streamerList\",\"ids\":[\"Unreal\"]}");
        } else if (text.contains("\"subscribe\"")) {
            player.writeTextMessage("{\"type\":\"offer\",\"sdp\":\"\"}");
        }
    }

    private static Future<Void> report(NetSocket reports, String message) {
        return reports.write(Buffer.buffer(message));
    }

    /** As when its pod is gone. */
    @Override
    public void close() throws TimeoutException {
        reports.close().await(10, SECONDS);
        players.close().await(10, SECONDS);
        client.close().await(10, SECONDS);
    }
}

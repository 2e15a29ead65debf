// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.lobby.StreamerReport;
import app.pixel.web.JsonSocket;
import app.pixel.web.SessionHeaders;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;

/**
 * Opens sockets to signalling servers, each for one session. A server that accepts a connection and does not answer is
 * cut off when the offer is over.
 */
final class SignallingClient {

    /** The visitor's session as a signalling server is told of it. */
    record Attachment(String session, String visitor, String attach) {}

    private final Vertx vertx;
    private final WebSocketClient client;
    private final SessionTokens tokens;
    private final boolean holdsSessions;
    private final Duration patience;
    private final Duration pingInterval;

    /**
     * Makes a client without connections.
     *
     * @param holdsSessions whether servers are asked to hold sessions
     * @param patience how long a server may take until its socket is open
     */
    SignallingClient(
            Vertx vertx,
            WebSocketClientOptions options,
            SessionTokens tokens,
            boolean holdsSessions,
            Duration patience,
            Duration pingInterval) {
        this.vertx = vertx;
        this.client = vertx.createWebSocketClient(options);
        this.tokens = tokens;
        this.holdsSessions = holdsSessions;
        this.patience = patience;
        this.pingInterval = pingInterval;
    }

    /** An open socket, whose handlers are to be set at once. */
    Future<JsonSocket> connect(StreamerReport streamer, Attachment attachment) {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(streamer.address())
                .setPort(streamer.port())
                .setURI("/")
                .setTimeout(patience.toMillis())
                .putHeader(SessionHeaders.SESSION, attachment.session());
        if (holdsSessions) {
            options.putHeader(SessionHeaders.PROOF, tokens.proofOf(attachment.session()))
                    .putHeader(SessionHeaders.VISITOR, attachment.visitor())
                    .putHeader(SessionHeaders.ATTACH, attachment.attach());
        }
        return client.connect(options).map(socket -> new JsonSocket(vertx, socket, pingInterval));
    }

    Future<Void> close() {
        return client.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.CloseStatus;
import app.pixel.web.JsonSocket;
import app.pixel.web.SessionEnd;
import app.pixel.web.SessionHeaders;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** The port for players: a WebSocket for each, with a session or without. */
final class PlayerPort {

    private static final String SHUTTING_DOWN = "This streamer is shutting down.";
    private static final String SESSION_PARAMETER = "session=";

    private final Arrivals arrivals;
    private final ConnectedPeers registry;
    private final HeldSessions sessions;
    private final IceServersClient iceServers;
    private final UnrealControl control;
    private boolean draining;

    PlayerPort(
            Arrivals arrivals,
            ConnectedPeers registry,
            HeldSessions sessions,
            IceServersClient iceServers,
            UnrealControl control) {
        this.arrivals = arrivals;
        this.registry = registry;
        this.sessions = sessions;
        this.iceServers = iceServers;
        this.control = control;
    }

    /** From now on only sessions that are here already get a player. */
    void drain() {
        draining = true;
    }

    /** Opens the WebSocket that a request asks for, or refuses. */
    void open(HttpServerRequest request) {
        try {
            admit(request, SessionRequest.of(request.headers()));
        } catch (IllegalArgumentException malformed) {
            refuse(request, 400, malformed.getMessage() + "\n");
        }
    }

    private void admit(HttpServerRequest request, SessionRequest asked) {
        switch (sessions.judge(asked)) {
            case HeldSessions.Verdict.Refuse(int code, int _, String sentence) -> refuse(request, code, sentence);
            case HeldSessions.Verdict.Resume _ ->
                request.toWebSocket().onSuccess(webSocket -> {
                    admit(
                            webSocket,
                            arrivals.open(webSocket),
                            registry.players().newId(),
                            asked,
                            new JsonObject());
                });
            case HeldSessions.Verdict.Open _, HeldSessions.Verdict.Replace _ ->
                request.toWebSocket().onSuccess(webSocket -> {
                    String playerId = registry.players().newId();
                    arrivals.greet(
                            webSocket,
                            iceServers.forPlayer(turnUserOf(webSocket), playerId),
                            (socket, options) -> admit(webSocket, socket, playerId, asked, options));
                });
        }
    }

    /** The verdict may be another one by now, since a session may have ended or begun meanwhile. */
    private void admit(
            ServerWebSocket webSocket, JsonSocket socket, String playerId, SessionRequest asked, JsonObject options) {
        String address = Arrivals.addressOf(webSocket);
        switch (sessions.judge(asked)) {
            case HeldSessions.Verdict.Refuse(int _, int closeCode, String sentence) ->
                socket.close(closeCode, sentence);
            case HeldSessions.Verdict.Resume(Session session) ->
                session.player().resume(socket, address);
            case HeldSessions.Verdict.Replace(Session session) ->
                new PlayerConnection(playerId, socket, address, registry, control).replace(session, options);
            case HeldSessions.Verdict.Open(Optional<SessionKey> key) -> {
                PlayerConnection player = new PlayerConnection(playerId, socket, address, registry, control);
                if (draining) {
                    player.send(new ServerMessage.SubscribeFailed(SHUTTING_DOWN));
                    player.dismiss(SessionEnd.PLATFORM_STOPPED, CloseStatus.TRY_LATER, SHUTTING_DOWN);
                } else {
                    player.open(options, key.map(begun -> sessions.begin(begun, player)));
                }
            }
        }
    }

    /** The session that the matchmaker names, so that its TURN user can be told from others in the relay's logs. */
    private static Optional<String> turnUserOf(ServerWebSocket webSocket) {
        String query = Objects.requireNonNullElse(webSocket.query(), "");
        return Optional.ofNullable(webSocket.headers().get(SessionHeaders.SESSION))
                .or(() -> Arrays.stream(query.split("&"))
                        .filter(parameter -> parameter.startsWith(SESSION_PARAMETER))
                        .map(parameter -> parameter.substring(SESSION_PARAMETER.length()))
                        .findFirst())
                .filter(SessionHeaders::isName);
    }

    private static void refuse(HttpServerRequest request, int status, String sentence) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(sentence);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One visitor's socket, from its opening to its closing, and the socket to the streamer's signalling server while there
 * is one; nobody else writes to either.
 *
 * <pre>
 * Waiting → Offered → Relaying → Closed
 *    ↑         │
 *    └─────────┘ the streamer failed before the page had heard of it
 * </pre>
 *
 * A streamer that is lost later closes the page's socket, with a code at which every page reconnects, and the place is
 * kept: a page's peer connection cannot move to another streamer, and building a new one is what reconnecting does, on
 * our page and on Epic's alike. Confined to the matchmaker's event loop.
 */
final class PlayerSession {

    /** What all sessions of a matchmaker share. */
    record Surroundings(
            Vertx vertx, WebSocketClient client, Lobby lobby, String alias, Duration pingInterval, Duration patience) {}

    private static final Logger log = LoggerFactory.getLogger(PlayerSession.class);
    private static final Buffer PING = Buffer.buffer("pixel");

    private sealed interface State {
        record Waiting() implements State {}

        record Connecting(Match match) implements State {}

        record Introducing(Match match, WebSocket streamer) implements State {}

        record Relaying(Match match, WebSocket streamer) implements State {}

        record Closed() implements State {}
    }

    private final String playerId;
    private final ServerWebSocket page;
    private final String token;
    private final Surroundings surroundings;
    private final Handshake handshake;
    private final long pingTimer;
    private Consumer<PlayerSession> onClosed = session -> {};
    private State state = new State.Waiting();
    private boolean toldQueued;
    private int toldPosition;
    private int toldLength;
    private boolean pongMissing;
    private long patienceTimer = -1;

    PlayerSession(String playerId, ServerWebSocket page, String token, Surroundings surroundings) {
        this.playerId = playerId;
        this.page = page;
        this.token = token;
        this.surroundings = surroundings;
        this.handshake = new Handshake(surroundings.alias());
        onMessage(page, text -> run(handshake.fromPage(text)));
        page.pongHandler(pong -> pongMissing = false);
        page.closeHandler(closed -> pageClosed());
        pingTimer = surroundings.vertx().setPeriodic(surroundings.pingInterval().toMillis(), timer -> ping());
    }

    String playerId() {
        return playerId;
    }

    PlayerSession onClosed(Consumer<PlayerSession> handler) {
        onClosed = handler;
        return this;
    }

    /** Nobody was free at once. */
    void queued() {
        if (state instanceof State.Waiting && !toldQueued) {
            toldQueued = true;
            toPage(Notice.queued("Waiting for available streamer", token));
            run(handshake.queue());
        }
    }

    /** Tells the page its place, if that is news. */
    void position(int position, int length, QueueNotices.Eta eta) {
        if (toldQueued && (position != toldPosition || length != toldLength)) {
            toldPosition = position;
            toldLength = length;
            toPage(Notice.position(position, length, eta.secondsFor(position)));
        }
    }

    /** The lobby offers a streamer to this player's ticket. */
    void offer(Match match) {
        if (!(state instanceof State.Waiting)) {
            record(new LobbyEvent.TicketLeft(playerId));
            return;
        }
        StreamerReport streamer = match.streamer();
        moveTo(new State.Connecting(match), streamer.streamerId());
        patienceTimer = surroundings.vertx().setTimer(surroundings.patience().toMillis(), timer -> patienceEnded());
        surroundings
                .client()
                .connect(new WebSocketConnectOptions()
                        .setHost(streamer.address())
                        .setPort(streamer.port())
                        .setURI("/"))
                .onSuccess(socket -> connected(match, socket))
                .onFailure(failure -> connectFailed(match, failure));
    }

    /** Sends the visitor away for good or, with a code that pages come back at, for now. */
    void close(int code, String reason) {
        page.close((short) code, CloseReason.fitting(reason));
    }

    private void connected(Match match, WebSocket socket) {
        if (!state.equals(new State.Connecting(match))) {
            socket.close();
            return;
        }
        moveTo(new State.Introducing(match, socket), match.streamer().streamerId());
        onMessage(socket, text -> {
            if (state instanceof State.Introducing) {
                run(handshake.fromStreamer(text));
            }
        });
        socket.closeHandler(closed -> streamerClosed(socket));
        run(handshake.connected());
    }

    private void connectFailed(Match match, Throwable failure) {
        if (state.equals(new State.Connecting(match))) {
            offerFailed(String.valueOf(failure.getMessage()));
        }
    }

    private void run(List<Handshake.Step> steps) {
        for (Handshake.Step step : steps) {
            switch (step) {
                case Handshake.Step.ToPage(String message) -> introduce(message);
                case Handshake.Step.ToStreamer(String message) -> toStreamer(message);
                case Handshake.Step.Accept ignored -> accept();
                case Handshake.Step.Fail(String reason) -> offerFailed(reason);
            }
        }
    }

    /** Whoever was told to wait is told that it is over, before they hear anything of the streamer. */
    private void introduce(String message) {
        if (toldQueued && handshake.isBinding()) {
            toldQueued = false;
            toPage(Notice.matched(surroundings.alias()));
        }
        toPage(message);
    }

    private void accept() {
        if (state instanceof State.Introducing(Match match, WebSocket streamer)) {
            surroundings.vertx().cancelTimer(patienceTimer);
            moveTo(new State.Relaying(match, streamer), match.streamer().streamerId());
            record(new LobbyEvent.OfferAccepted(playerId));
            Relay.between(page, streamer, handshake.isNamed(), text -> run(handshake.fromPage(text)));
        }
    }

    private void patienceEnded() {
        if (state instanceof State.Introducing(Match match, WebSocket streamer) && handshake.awaitsPage()) {
            toPage(Notice.subscribeFailed("The page asked for no stream in time."));
            leave(streamer, 1013, "The page asked for no stream in time.");
        } else {
            offerFailed("no answer in time");
        }
    }

    /** The streamer could not be had. While the page knows nothing of it, it just keeps waiting. */
    private void offerFailed(String reason) {
        surroundings.vertx().cancelTimer(patienceTimer);
        if (state instanceof State.Closed || state instanceof State.Waiting) {
            return;
        }
        log.atWarn()
                .addKeyValue("playerId", playerId)
                .addKeyValue("reason", reason)
                .log("offer failed");
        if (handshake.isBinding()) {
            drop(CloseReason.RECONNECT, CloseReason.STREAM_ENDED);
            return;
        }
        State left = state;
        moveTo(new State.Waiting(), "");
        if (left instanceof State.Introducing(Match match, WebSocket streamer)) {
            streamer.close();
        }
        handshake.forgetStreamer();
        record(new LobbyEvent.OfferFailed(playerId)).onSuccess(done -> queued());
    }

    private void streamerClosed(WebSocket socket) {
        switch (state) {
            case State.Introducing(Match match, WebSocket streamer)
            when streamer.equals(socket) -> offerFailed("the signalling server closed: " + socket.closeStatusCode());
            case State.Relaying(Match match, WebSocket streamer) when streamer.equals(socket) -> streamEnded(socket);
            case State.Introducing ignored -> {}
            case State.Relaying ignored -> {}
            case State.Waiting ignored -> {}
            case State.Connecting ignored -> {}
            case State.Closed ignored -> {}
        }
    }

    private void streamEnded(WebSocket streamer) {
        CloseReason ended = CloseReason.ofStream(streamer);
        if (ended.playerKeepsPlace()) {
            drop(ended.code(), ended.reason());
        } else {
            leave(streamer, ended.code(), ended.reason());
        }
    }

    private void drop(int code, String reason) {
        State left = state;
        finish();
        record(new LobbyEvent.StreamDropped(playerId));
        toPage(Notice.queued("The stream has ended. You are next for another one.", token));
        close(code, reason);
        closeStreamer(left, 1000, "");
    }

    private void leave(WebSocket streamer, int code, String reason) {
        finish();
        record(new LobbyEvent.TicketLeft(playerId));
        close(code, reason);
        streamer.close();
    }

    /** The page's socket is gone. 1000 and 1001 are how pages leave; anything else may be a phone in a tunnel. */
    private void pageClosed() {
        surroundings.vertx().cancelTimer(pingTimer);
        onClosed.accept(this);
        if (state instanceof State.Closed) {
            return;
        }
        State left = state;
        finish();
        int code = CloseReason.codeOf(page);
        boolean leaves = code == 1000 || code == 1001;
        record(leaves ? new LobbyEvent.TicketLeft(playerId) : new LobbyEvent.TicketSteppedAway(playerId));
        closeStreamer(left, CloseReason.canBeSent(code) ? code : 1001, CloseReason.reasonOf(page));
    }

    private static void closeStreamer(State left, int code, String reason) {
        switch (left) {
            case State.Introducing(Match match, WebSocket streamer) -> close(streamer, code, reason);
            case State.Relaying(Match match, WebSocket streamer) -> close(streamer, code, reason);
            case State.Waiting ignored -> {}
            case State.Connecting ignored -> {}
            case State.Closed ignored -> {}
        }
    }

    private static void close(WebSocket streamer, int code, String reason) {
        streamer.close((short) code, CloseReason.fitting(reason));
    }

    private void finish() {
        surroundings.vertx().cancelTimer(patienceTimer);
        moveTo(new State.Closed(), "");
    }

    private void ping() {
        if (pongMissing) {
            page.shutdown(1, TimeUnit.SECONDS);
            return;
        }
        pongMissing = true;
        page.writePing(PING);
    }

    private void toPage(JsonObject message) {
        toPage(message.encode());
    }

    private void toPage(String message) {
        if (!page.isClosed()) {
            page.writeTextMessage(message);
        }
    }

    private void toStreamer(String message) {
        switch (state) {
            case State.Introducing(Match match, WebSocket streamer) -> streamer.writeTextMessage(message);
            case State.Relaying(Match match, WebSocket streamer) -> streamer.writeTextMessage(message);
            case State.Waiting ignored -> {}
            case State.Connecting ignored -> {}
            case State.Closed ignored -> {}
        }
    }

    private Future<Void> record(LobbyEvent event) {
        return surroundings
                .lobby()
                .record(event)
                .onFailure(failure -> log.atError()
                        .addKeyValue("playerId", playerId)
                        .setCause(failure)
                        .log("the lobby did not take an event"));
    }

    private void moveTo(State next, String streamerId) {
        log.atDebug()
                .addKeyValue("playerId", playerId)
                .addKeyValue("streamerId", streamerId)
                .addKeyValue("from", state.getClass().getSimpleName())
                .addKeyValue("to", next.getClass().getSimpleName())
                .log("player moved");
        state = next;
    }

    /** Text is the rule; binary frames that hold the same JSON are taken too. What is too large ends the connection. */
    private static void onMessage(WebSocketBase socket, Consumer<String> handler) {
        socket.textMessageHandler(handler::accept);
        socket.binaryMessageHandler(buffer -> handler.accept(buffer.toString(StandardCharsets.UTF_8)));
        socket.exceptionHandler(failure -> socket.close((short) 1009, "This message is too large."));
    }
}

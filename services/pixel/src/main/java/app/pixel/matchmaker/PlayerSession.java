// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.lobby.Lobby;
import app.pixel.matchmaker.lobby.LobbyEvent;
import app.pixel.matchmaker.lobby.Match;
import app.pixel.matchmaker.lobby.StreamerReport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One visitor, from the socket's opening to its closing, and the socket to the streamer's signalling server while there
 * is one; nobody else writes to that.
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
    record Surroundings(Vertx vertx, WebSocketClient client, Lobby lobby, String alias, Duration patience) {}

    private static final Logger log = LoggerFactory.getLogger(PlayerSession.class);
    /** Names the player to the signalling server, whose TURN credentials bear that name in the relay's log. */
    private static final String SESSION_HEADER = "X-Pixel-Session";

    private sealed interface State {
        record Waiting() implements State {}

        record Connecting(Match match) implements State {}

        record Introducing(Match match, WebSocket streamer) implements State {}

        record Relaying(Match match, WebSocket streamer) implements State {}

        record Closed() implements State {}

        /** The socket to the signalling server, while there is one. */
        default Optional<WebSocket> socket() {
            return switch (this) {
                case Introducing(Match match, WebSocket streamer) -> Optional.of(streamer);
                case Relaying(Match match, WebSocket streamer) -> Optional.of(streamer);
                case Waiting ignored -> Optional.empty();
                case Connecting ignored -> Optional.empty();
                case Closed ignored -> Optional.empty();
            };
        }
    }

    private final String playerId;
    private final PageSocket page;
    private final Surroundings surroundings;
    private final Handshake handshake;
    private Consumer<PlayerSession> onClosed = session -> {};
    private State state = new State.Waiting();
    private long patienceTimer = -1;

    PlayerSession(String playerId, PageSocket page, Surroundings surroundings) {
        this.playerId = playerId;
        this.page = page;
        this.surroundings = surroundings;
        this.handshake = new Handshake(surroundings.alias());
        page.open(text -> run(handshake.fromPage(text)), this::pageClosed);
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
        if (state instanceof State.Waiting && page.tellQueued()) {
            run(handshake.queue());
        }
    }

    /** Tells the page its place, if that is news. */
    void position(int position, int length, Eta eta) {
        page.tellPosition(position, length, eta);
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
                        .setURI("/")
                        .putHeader(SESSION_HEADER, playerId))
                .onSuccess(socket -> connected(match, socket))
                .onFailure(failure -> connectFailed(match, failure));
    }

    /** Sends the visitor away for good or, with a code that pages come back at, for now. */
    void close(int code, String reason) {
        page.close(code, reason);
    }

    private void connected(Match match, WebSocket socket) {
        if (!state.equals(new State.Connecting(match))) {
            socket.close();
            return;
        }
        moveTo(new State.Introducing(match, socket), match.streamer().streamerId());
        PageSocket.onMessage(socket, text -> {
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
        if (handshake.isBinding()) {
            page.tellMatched(surroundings.alias());
        }
        page.send(message);
    }

    private void accept() {
        if (state instanceof State.Introducing(Match match, WebSocket streamer)) {
            surroundings.vertx().cancelTimer(patienceTimer);
            moveTo(new State.Relaying(match, streamer), match.streamer().streamerId());
            record(new LobbyEvent.OfferAccepted(playerId));
            page.relay(streamer, handshake.isNamed(), text -> run(handshake.fromPage(text)));
        }
    }

    private void patienceEnded() {
        if (state instanceof State.Introducing(Match match, WebSocket streamer) && handshake.awaitsPage()) {
            page.send(Notice.subscribeFailed("The page asked for no stream in time.")
                    .encode());
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
        left.socket().ifPresent(WebSocket::close);
        handshake.forgetStreamer();
        record(new LobbyEvent.OfferFailed(playerId)).onSuccess(done -> queued());
    }

    private void streamerClosed(WebSocket socket) {
        if (!state.socket().equals(Optional.of(socket))) {
            return;
        }
        if (state instanceof State.Relaying) {
            streamEnded(socket);
        } else {
            offerFailed("the signalling server closed: " + socket.closeStatusCode());
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
        page.tellQueuedAgain("The stream has ended. You are next for another one.");
        close(code, reason);
        closeStreamer(left, 1000, "");
    }

    private void leave(WebSocket streamer, int code, String reason) {
        finish();
        record(new LobbyEvent.TicketLeft(playerId));
        close(code, reason);
        streamer.close();
    }

    private void pageClosed(int code, String reason) {
        if (!(state instanceof State.Closed)) {
            pageLeft(code, reason);
        }
        onClosed.accept(this);
    }

    /** The page's socket is gone. 1000 and 1001 are how pages leave; anything else may be a phone in a tunnel. */
    private void pageLeft(int code, String reason) {
        State left = state;
        finish();
        boolean leaves = code == 1000 || code == 1001;
        record(leaves ? new LobbyEvent.TicketLeft(playerId) : new LobbyEvent.TicketSteppedAway(playerId));
        closeStreamer(left, CloseReason.canBeSent(code) ? code : 1001, reason);
    }

    private static void closeStreamer(State left, int code, String reason) {
        left.socket().ifPresent(streamer -> streamer.close((short) code, CloseReason.fitting(reason)));
    }

    private void finish() {
        surroundings.vertx().cancelTimer(patienceTimer);
        moveTo(new State.Closed(), "");
    }

    private void toStreamer(String message) {
        state.socket().ifPresent(streamer -> streamer.writeTextMessage(message));
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
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.SignallingClient.Attachment;
import app.pixel.matchmaker.lobby.Lobby;
import app.pixel.matchmaker.lobby.LobbyEvent;
import app.pixel.matchmaker.lobby.Match;
import app.pixel.matchmaker.lobby.StreamerReport;
import app.pixel.matchmaker.lobby.Ticket;
import app.pixel.web.CloseStatus;
import app.pixel.web.JsonSocket;
import app.pixel.web.SessionHeaders;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One visitor's socket, from its opening to its closing, and the socket to the streamer's signalling server while there
 * is one. No other class writes to that.
 *
 * <ul>
 *   <li>{@link State.Waiting} → {@link State.Connecting} when the lobby offers a streamer
 *   <li>{@link State.Connecting} → {@link State.Introducing} when the signalling server's socket is open
 *   <li>{@link State.Introducing} → {@link State.Relaying} when the streamer answers
 *   <li>{@link State.Connecting}, {@link State.Introducing} → {@link State.Waiting} when the streamer fails before the
 *       page has heard of it
 *   <li>{@link State.Resuming} → {@link State.Relaying} when the signalling server gives the session back
 *   <li>any → {@link State.Closed}
 * </ul>
 *
 * <p>A streamer that is lost later closes the page's socket, with a code at which every page reconnects, and the place
 * is kept. A page's peer connection cannot move to another streamer. A page whose own socket is lost can resume its
 * session. Confined to the matchmaker's event loop.
 */
final class PlayerSession {

    /**
     * The parts that all sessions of a matchmaker share.
     *
     * @param lease how long a session outlives its socket; zero for not at all
     * @param patience how long an offered streamer may take to answer
     */
    record Surroundings(
            Vertx vertx,
            SignallingClient signalling,
            SessionFinder finder,
            Lobby lobby,
            SessionTokens tokens,
            String alias,
            Duration lease,
            Duration patience) {}

    private static final Logger log = LoggerFactory.getLogger(PlayerSession.class);

    private sealed interface State {
        record Waiting() implements State {}

        record Connecting(Match match) implements State {}

        record Introducing(Match match, JsonSocket streamer) implements State {}

        record Resuming(String session) implements State {}

        record Relaying(String session, JsonSocket streamer) implements State {}

        record Closed() implements State {}

        /** The socket to the signalling server, while there is one. */
        default Optional<JsonSocket> socket() {
            return switch (this) {
                case Introducing(Match match, JsonSocket streamer) -> Optional.of(streamer);
                case Relaying(String session, JsonSocket streamer) -> Optional.of(streamer);
                case Waiting _, Connecting _, Resuming _, Closed _ -> Optional.empty();
            };
        }
    }

    private final String playerId;
    private final String visitor;
    private final PageSocket page;
    private final Surroundings surroundings;
    private final Handshake handshake;
    private Consumer<PlayerSession> onClosed = session -> {};
    private State state = new State.Waiting();
    private long patienceTimer = -1;

    PlayerSession(String playerId, String visitor, PageSocket page, Surroundings surroundings) {
        this.playerId = playerId;
        this.visitor = visitor;
        this.page = page;
        this.surroundings = surroundings;
        this.handshake = new Handshake(surroundings.alias());
        page.open(text -> run(handshake.fromPage(text)), this::pageClosed);
    }

    String playerId() {
        return playerId;
    }

    boolean isPlaying() {
        return state instanceof State.Relaying;
    }

    PlayerSession onClosed(Consumer<PlayerSession> handler) {
        onClosed = handler;
        return this;
    }

    /** No streamer was free at once. */
    void queued() {
        if (state instanceof State.Waiting && page.tellQueued()) {
            run(handshake.queue());
        }
    }

    /** Tells the page its place, if that is news. */
    void position(int position, int length, Eta eta) {
        page.tellPosition(position, length, eta);
    }

    /** Reports whether the page answers a ping within this time. */
    Future<Boolean> answers(Duration within) {
        return page.answers(within);
    }

    /** Closes the page's socket for good or, with a code that pages come back at, for now. */
    void close(int code, String reason) {
        page.close(code, reason);
    }

    /** The visitor's other tab plays, and this one does not enter. */
    void refuse() {
        finish();
        page.close(page.isResumable() ? CloseStatus.ELSEWHERE : CloseStatus.TRY_LATER, CloseReason.ELSEWHERE);
    }

    /** The matchmaker stops. A page that plays is asked to move, or plays on; the others connect elsewhere. */
    void handOver() {
        if (!isPlaying() || surroundings.lease().isZero()) {
            page.close(CloseStatus.RESTART, CloseReason.RESTART);
        } else if (page.isResumable()) {
            page.tellMoveSocket();
        }
    }

    /** The lobby offers a streamer to this player's ticket. */
    void offer(Match match) {
        if (!(state instanceof State.Waiting)) {
            record(new LobbyEvent.TicketLeft(playerId));
            return;
        }
        Ticket ticket = match.ticket();
        moveTo(new State.Connecting(match), match.streamer().streamerId());
        patienceTimer = surroundings.vertx().setTimer(surroundings.patience().toMillis(), timer -> patienceEnded());
        String attach = ticket.continuesSession() ? SessionHeaders.REPLACE : SessionHeaders.NEW;
        surroundings
                .signalling()
                .connect(match.streamer(), new Attachment(ticket.session(), visitor, attach))
                .onSuccess(socket -> connected(match, socket))
                .onFailure(failure -> connectFailed(match, failure));
    }

    /** The page kept its peer connection, and wants its session back. */
    void resume(String session) {
        moveTo(new State.Resuming(session), "");
        if (surroundings.lease().isZero()) {
            sessionOver(session);
            return;
        }
        surroundings.finder().streamerOf(session).onSuccess(streamer -> {
            if (streamer.isPresent()) {
                attach(session, streamer.get());
            } else {
                sessionOver(session);
            }
        });
    }

    private void attach(String session, StreamerReport streamer) {
        surroundings
                .signalling()
                .connect(streamer, new Attachment(session, visitor, SessionHeaders.RESUME))
                .onSuccess(socket -> resumed(session, streamer, socket))
                .onFailure(failure -> resumeFailed(session, streamer, ResumeRefusal.of(failure)));
    }

    private void resumed(String session, StreamerReport streamer, JsonSocket socket) {
        if (!state.equals(new State.Resuming(session))) {
            socket.close(CloseStatus.RESTART, "The page is gone.");
            return;
        }
        page.tellResumed();
        relay(session, streamer.streamerId(), socket, true);
        record(new LobbyEvent.SessionResumed(
                playerId, session, visitor, surroundings.lobby().replica(), streamer.streamerId()));
    }

    private void resumeFailed(String session, StreamerReport streamer, ResumeRefusal refusal) {
        if (refusal.isFinal()) {
            record(new LobbyEvent.SessionEnded(streamer.streamerId(), session, refusal.placeKept()));
            sessionOver(session);
        } else if (state.equals(new State.Resuming(session))) {
            finish();
            page.close(CloseStatus.RESTART, "The streamer is out of reach for now.");
        }
    }

    private void sessionOver(String session) {
        if (state.equals(new State.Resuming(session))) {
            finish();
            page.close(CloseStatus.SESSION_OVER, "The session is over.");
        }
    }

    private void connected(Match match, JsonSocket socket) {
        if (!state.equals(new State.Connecting(match))) {
            socket.close(CloseStatus.NORMAL, "");
            return;
        }
        moveTo(new State.Introducing(match, socket), match.streamer().streamerId());
        socket.onText(text -> {
            if (state instanceof State.Introducing) {
                run(handshake.fromStreamer(text));
            }
        });
        socket.onClose(closed -> streamerClosed(socket, closed));
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
                case Handshake.Step.ToStreamer(String message) ->
                    state.socket().ifPresent(streamer -> streamer.sendText(message));
                case Handshake.Step.Accept ignored -> accept();
                case Handshake.Step.Fail(String reason) -> offerFailed(reason);
            }
        }
    }

    /** A page that was told to wait is told that it is over, before it hears anything of the streamer. */
    private void introduce(String message) {
        if (handshake.isBinding()) {
            page.tellMatched(surroundings.alias());
        }
        page.send(message);
    }

    private void accept() {
        if (state instanceof State.Introducing(Match match, JsonSocket streamer)) {
            surroundings.vertx().cancelTimer(patienceTimer);
            String session = match.ticket().session();
            record(new LobbyEvent.OfferAccepted(playerId));
            if (!surroundings.lease().isZero()) {
                page.tellSession(surroundings.tokens().resumeTokenOf(session, visitor), surroundings.lease());
            }
            relay(session, match.streamer().streamerId(), streamer, handshake.isNamed());
        }
    }

    private void relay(String session, String streamerId, JsonSocket streamer, boolean named) {
        moveTo(new State.Relaying(session, streamer), streamerId);
        streamer.onClose(closed -> streamerClosed(streamer, closed));
        page.pipeTo(streamer, named, text -> run(handshake.fromPage(text)));
    }

    private void patienceEnded() {
        if (state instanceof State.Introducing(Match match, JsonSocket streamer) && handshake.awaitsPage()) {
            page.send(Notice.subscribeFailed("The page asked for no stream in time.")
                    .encode());
            leave(streamer, CloseStatus.TRY_LATER, "The page asked for no stream in time.");
        } else {
            offerFailed("no answer in time");
        }
    }

    /** The streamer could not be had. While the page knows nothing of it, it just keeps waiting. */
    private void offerFailed(String reason) {
        surroundings.vertx().cancelTimer(patienceTimer);
        if (!(state instanceof State.Connecting || state instanceof State.Introducing)) {
            return;
        }
        log.atWarn()
                .addKeyValue("playerId", playerId)
                .addKeyValue("reason", reason)
                .log("offer failed");
        if (handshake.isBinding()) {
            drop(CloseStatus.RESTART, CloseReason.STREAM_ENDED);
            return;
        }
        State left = state;
        moveTo(new State.Waiting(), "");
        left.socket().ifPresent(streamer -> streamer.close(CloseStatus.NORMAL, ""));
        handshake.forgetStreamer();
        record(new LobbyEvent.OfferFailed(playerId)).onSuccess(done -> queued());
    }

    private void streamerClosed(JsonSocket socket, CloseStatus closed) {
        if (!state.socket().equals(Optional.of(socket))) {
            return;
        }
        if (state instanceof State.Relaying) {
            streamEnded(socket, closed);
        } else {
            offerFailed("the signalling server closed: " + closed.code());
        }
    }

    private void streamEnded(JsonSocket streamer, CloseStatus closed) {
        CloseReason ended = CloseReason.ofStream(closed);
        if (closed.code() == CloseStatus.MOVED) {
            letGo(CloseStatus.NORMAL, "");
        } else if (closed.code() == CloseStatus.ELSEWHERE) {
            letGo(CloseStatus.ELSEWHERE, CloseReason.ELSEWHERE);
        } else if (closed.code() == CloseStatus.ABNORMAL
                && !surroundings.lease().isZero()) {
            letGo(CloseStatus.RESTART, "The connection to the streamer was lost.");
        } else if (ended.playerKeepsPlace()) {
            drop(ended.code(), ended.reason());
        } else {
            leave(streamer, ended.code(), ended.reason());
        }
    }

    /** The session goes on by another socket, now or soon. */
    private void letGo(int code, String reason) {
        finish();
        record(PageLoss.held(playerId, surroundings.lobby().replica(), surroundings.lease()));
        close(code, reason);
    }

    private void drop(int code, String reason) {
        State left = state;
        finish();
        record(new LobbyEvent.StreamDropped(playerId));
        page.tellQueuedAgain("The stream has ended. You are next for another one.");
        close(code, reason);
        closeStreamer(left, CloseStatus.NORMAL, "");
    }

    private void leave(JsonSocket streamer, int code, String reason) {
        finish();
        record(new LobbyEvent.TicketLeft(playerId));
        close(code, reason);
        streamer.close(CloseStatus.NORMAL, "");
    }

    private void pageClosed(CloseStatus closed) {
        if (!(state instanceof State.Closed)) {
            pageLeft(closed);
        }
        onClosed.accept(this);
    }

    private void pageLeft(CloseStatus closed) {
        State left = state;
        finish();
        switch (left) {
            case State.Relaying _ when !surroundings.lease().isZero() -> sessionLost(left, closed);
            case State.Introducing(Match match, JsonSocket _)
            when match.ticket().continuesSession() -> sessionLost(left, closed);
            case State.Connecting(Match match) when match.ticket().continuesSession() -> sessionLost(left, closed);
            case State.Resuming _ -> {}
            case State.Waiting _, State.Connecting _, State.Introducing _, State.Relaying _, State.Closed _ ->
                placeLost(left, closed);
        }
    }

    private void sessionLost(State left, CloseStatus closed) {
        boolean mediaFailedBefore = surroundings
                .lobby()
                .state()
                .ticket(playerId)
                .filter(ticket -> ticket.mediaFailures() > 0)
                .isPresent();
        String replica = surroundings.lobby().replica();
        PageLoss loss = PageLoss.of(closed.code(), playerId, replica, surroundings.lease(), mediaFailedBefore);
        record(loss.event());
        closeStreamer(left, loss.code(), closed.reason());
    }

    /** 1000 and 1001 are how pages leave; anything else may be a phone in a tunnel. */
    private void placeLost(State left, CloseStatus closed) {
        int code = closed.code();
        boolean leaves = code == CloseStatus.NORMAL || code == CloseStatus.GOING_AWAY;
        record(leaves ? new LobbyEvent.TicketLeft(playerId) : new LobbyEvent.TicketSteppedAway(playerId));
        if (!surroundings.lease().isZero()) {
            closeStreamer(left, CloseStatus.NORMAL, closed.reason());
        } else {
            closeStreamer(left, CloseStatus.canBeSent(code) ? code : CloseStatus.GOING_AWAY, closed.reason());
        }
    }

    private static void closeStreamer(State left, int code, String reason) {
        left.socket().ifPresent(streamer -> streamer.close(code, CloseReason.withoutMarkup(reason)));
    }

    private void finish() {
        surroundings.vertx().cancelTimer(patienceTimer);
        moveTo(new State.Closed(), "");
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

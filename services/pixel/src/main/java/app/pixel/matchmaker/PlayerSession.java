// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.lobby.LobbyEvent;
import app.pixel.matchmaker.lobby.Match;
import app.pixel.matchmaker.lobby.Ticket;
import app.pixel.web.CloseStatus;
import app.pixel.web.JsonSocket;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One visitor's socket, from its opening to its closing, and the socket to the streamer's signalling server while there
 * is one. No other class changes its state.
 *
 * <ul>
 *   <li>{@link PlayerState.Waiting} → {@link PlayerState.Offered} when the lobby offers a streamer
 *   <li>{@link PlayerState.Offered} → {@link PlayerState.Relaying} when the streamer answers
 *   <li>{@link PlayerState.Offered} → {@link PlayerState.Waiting} when the streamer fails before the page hears of it
 *   <li>{@link PlayerState.Resuming} → {@link PlayerState.Relaying} when the signalling server gives the session back
 *   <li>any → {@link PlayerState.Closed}
 * </ul>
 *
 * <p>A streamer that is lost later closes the page's socket, with a code at which every page reconnects, and the place
 * is kept. A page's peer connection cannot move to another streamer. A page whose own socket is lost can resume its
 * session. Confined to the matchmaker's event loop.
 */
final class PlayerSession {

    private static final Logger log = LoggerFactory.getLogger(PlayerSession.class);

    private final String playerId;
    private final String visitor;
    private final PageSocket page;
    private final SessionContext context;
    private final Handshake handshake;
    private Consumer<PlayerSession> onClosed = session -> {};
    private PlayerState state = new PlayerState.Waiting();

    PlayerSession(String playerId, String visitor, PageSocket page, SessionContext context) {
        this.playerId = playerId;
        this.visitor = visitor;
        this.page = page;
        this.context = context;
        this.handshake = new Handshake(context.alias());
        page.open(text -> run(handshake.fromPage(text)), this::pageClosed);
    }

    String playerId() {
        return playerId;
    }

    boolean isPlaying() {
        return state instanceof PlayerState.Relaying;
    }

    PlayerSession onClosed(Consumer<PlayerSession> handler) {
        onClosed = handler;
        return this;
    }

    /** No streamer was free at once. */
    void queued() {
        if (state instanceof PlayerState.Waiting && page.tellQueued()) {
            run(handshake.queue());
        }
    }

    /** Tells the page its place and its wait in seconds, if that is news. */
    void position(int position, int length, OptionalInt wait) {
        page.tellPosition(position, length, wait);
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
        turnAway(page.isResumable() ? CloseStatus.ELSEWHERE : CloseStatus.TRY_LATER, CloseReason.ELSEWHERE);
    }

    /** The matchmaker stops. A page that plays is asked to move, or plays on; the others connect elsewhere. */
    void handOver() {
        if (!isPlaying() || !context.keepsSessions()) {
            close(CloseStatus.RESTART, CloseReason.RESTART);
        } else if (page.isResumable()) {
            page.tellMoveSocket();
        }
    }

    /** The page kept its peer connection, and wants its session back. */
    void resume(String session) {
        Resumption resumption =
                new Resumption(playerId, visitor, session, context, outcome -> resumed(session, outcome));
        moveTo(new PlayerState.Resuming(resumption), "");
        resumption.begin();
    }

    private void resumed(String session, Resumption.Outcome outcome) {
        switch (outcome) {
            case Resumption.Outcome.Resumed(String streamerId, JsonSocket streamer) -> {
                page.tellResumed();
                relay(streamerId, streamer, true);
                record(new LobbyEvent.SessionResumed(
                        playerId, session, visitor, context.lobby().replica(), streamerId));
            }
            case Resumption.Outcome.Over _ -> turnAway(CloseStatus.SESSION_OVER, "The session is over.");
            case Resumption.Outcome.OutOfReach _ ->
                turnAway(CloseStatus.RESTART, "The streamer is out of reach for now.");
        }
    }

    /** The lobby has no ticket of this page. */
    private void turnAway(int code, String reason) {
        finish();
        close(code, reason);
    }

    /** The lobby offers a streamer to this player's ticket. */
    void offer(Match match) {
        if (!(state instanceof PlayerState.Waiting)) {
            record(new LobbyEvent.TicketLeft(playerId));
            return;
        }
        Offer offer = new Offer(match, context.vertx(), context.patience(), this::hear);
        moveTo(new PlayerState.Offered(offer), match.streamer().streamerId());
        offer.connect(context.signalling(), visitor);
    }

    private void hear(Offer.News news) {
        switch (news) {
            case Offer.News.Connected _ -> run(handshake.connected());
            case Offer.News.Message(String text) -> run(handshake.fromStreamer(text));
            case Offer.News.TimedOut _ -> timedOut();
            case Offer.News.Failed(String reason) -> offerFailed(reason);
        }
    }

    private void run(List<Handshake.Step> steps) {
        for (Handshake.Step step : steps) {
            switch (step) {
                case Handshake.Step.ToPage(String message) -> introduce(message);
                case Handshake.Step.ToStreamer(String message) -> state.send(message);
                case Handshake.Step.Accept ignored -> accept();
                case Handshake.Step.Fail(String reason) -> offerFailed(reason);
            }
        }
    }

    /** A page that was told to wait is told that it is over, before it hears anything of the streamer. */
    private void introduce(String message) {
        if (handshake.isBinding()) {
            page.tellMatched(context.alias());
        }
        page.send(message);
    }

    private void accept() {
        if (state instanceof PlayerState.Offered(Offer offer)) {
            Match match = offer.match();
            String session = match.ticket().session();
            record(new LobbyEvent.OfferAccepted(playerId));
            if (context.keepsSessions()) {
                page.tellSession(context.tokens().resumeTokenOf(session, visitor), context.lease());
            }
            relay(match.streamer().streamerId(), offer.accept(), handshake.isNamed());
        }
    }

    private void relay(String streamerId, JsonSocket streamer, boolean named) {
        moveTo(new PlayerState.Relaying(streamer), streamerId);
        streamer.onClose(this::streamEnded);
        page.pipeTo(streamer, named, text -> run(handshake.fromPage(text)));
    }

    private void timedOut() {
        if (handshake.awaitsPage()) {
            String reason = "The page asked for no stream in time.";
            page.send(Notice.subscribeFailed(reason).encode());
            end(new CloseReason(CloseStatus.TRY_LATER, reason, CloseReason.Outcome.PLAYER_LEAVES));
        } else {
            offerFailed("no answer in time");
        }
    }

    /** The streamer could not be had. While the page knows nothing of it, it just keeps waiting. */
    private void offerFailed(String reason) {
        if (!(state instanceof PlayerState.Offered(Offer offer))) {
            return;
        }
        log.atWarn()
                .addKeyValue("playerId", playerId)
                .addKeyValue("reason", reason)
                .log("offer failed");
        if (handshake.isBinding()) {
            end(CloseReason.STREAM_LOST);
            return;
        }
        moveTo(new PlayerState.Waiting(), "");
        offer.end(CloseStatus.NORMAL, "");
        handshake.forgetStreamer();
        record(new LobbyEvent.OfferFailed(playerId)).onSuccess(done -> queued());
    }

    private void streamEnded(CloseStatus closed) {
        if (state instanceof PlayerState.Relaying) {
            end(CloseReason.ofStream(closed, context.keepsSessions()));
        }
    }

    private void end(CloseReason ended) {
        LobbyEvent event = switch (ended.outcome()) {
            case SESSION_HELD -> PageLoss.held(playerId, context.lobby().replica(), context.lease());
            case PLACE_KEPT -> new LobbyEvent.StreamDropped(playerId);
            case PLAYER_LEAVES -> new LobbyEvent.TicketLeft(playerId);
        };
        if (event instanceof LobbyEvent.StreamDropped) {
            page.tellQueuedAgain("The stream has ended. You are next for another one.");
        }
        PlayerState left = finish();
        record(event);
        close(ended.code(), ended.reason());
        left.leave(CloseStatus.NORMAL, "");
    }

    private void pageClosed(CloseStatus closed) {
        PlayerState left = finish();
        if (left.hasTicket()) {
            PageLoss loss = pageLost(closed.code(), left.hasSession(context.keepsSessions()));
            record(loss.event());
            left.leave(loss.code(), closed.reason());
        } else {
            left.leave(CloseStatus.NORMAL, "");
        }
        onClosed.accept(this);
    }

    private PageLoss pageLost(int code, boolean hadSession) {
        if (!hadSession) {
            return PageLoss.ofPlace(code, playerId, context.lease());
        }
        Optional<Ticket> failing = context.lobby().state().ticket(playerId).filter(known -> known.mediaFailures() > 0);
        return PageLoss.ofSession(code, playerId, context.lobby().replica(), context.lease(), failing.isPresent());
    }

    /** Returns the state that is left. */
    private PlayerState finish() {
        PlayerState left = state;
        moveTo(new PlayerState.Closed(), "");
        return left;
    }

    private Future<Void> record(LobbyEvent event) {
        return context.record(playerId, event);
    }

    private void moveTo(PlayerState next, String streamerId) {
        log.atDebug()
                .addKeyValue("playerId", playerId)
                .addKeyValue("streamerId", streamerId)
                .addKeyValue("from", state.getClass().getSimpleName())
                .addKeyValue("to", next.getClass().getSimpleName())
                .log("player moved");
        state = next;
    }
}

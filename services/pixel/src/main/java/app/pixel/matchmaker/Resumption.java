// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.SignallingClient.Attachment;
import app.pixel.matchmaker.lobby.LobbyEvent;
import app.pixel.matchmaker.lobby.StreamerReport;
import app.pixel.web.CloseStatus;
import app.pixel.web.JsonSocket;
import app.pixel.web.SessionHeaders;
import java.util.function.Consumer;

/**
 * One try to get a session back from its signalling server, for a page that kept its peer connection.
 *
 * <p>A try ends once: with an {@link Outcome}, or {@link #abandon abandoned} and without one. Confined to the
 * matchmaker's event loop.
 */
final class Resumption {

    /** The end of a try, for its {@link PlayerSession}. */
    sealed interface Outcome {

        /** The session goes on by this socket, whose handlers are to be set at once. */
        record Resumed(String streamerId, JsonSocket streamer) implements Outcome {}

        /** The session is over. */
        record Over() implements Outcome {}

        /** The session may go on later. */
        record OutOfReach() implements Outcome {}
    }

    private final String playerId;
    private final String visitor;
    private final String session;
    private final SessionContext context;
    private final Consumer<Outcome> onOutcome;
    private boolean abandoned;

    Resumption(String playerId, String visitor, String session, SessionContext context, Consumer<Outcome> onOutcome) {
        this.playerId = playerId;
        this.visitor = visitor;
        this.session = session;
        this.context = context;
        this.onOutcome = onOutcome;
    }

    String session() {
        return session;
    }

    /** Looks for the session's streamer, and asks its signalling server. */
    void begin() {
        if (!context.keepsSessions()) {
            tell(new Outcome.Over());
            return;
        }
        context.finder()
                .streamerOf(session)
                .onSuccess(streamer -> streamer.ifPresentOrElse(this::attach, () -> tell(new Outcome.Over())));
    }

    /** The page is gone. */
    void abandon() {
        abandoned = true;
    }

    private void attach(StreamerReport streamer) {
        context.signalling()
                .connect(streamer, new Attachment(session, visitor, SessionHeaders.RESUME))
                .onSuccess(socket -> attached(streamer, socket))
                .onFailure(failure -> refused(streamer, ResumeRefusal.of(failure)));
    }

    private void attached(StreamerReport streamer, JsonSocket socket) {
        if (abandoned) {
            socket.close(CloseStatus.RESTART, "The page is gone.");
        } else {
            tell(new Outcome.Resumed(streamer.streamerId(), socket));
        }
    }

    private void refused(StreamerReport streamer, ResumeRefusal refusal) {
        if (refusal.isFinal()) {
            context.record(playerId, new LobbyEvent.SessionEnded(streamer.streamerId(), session, refusal.placeKept()));
            tell(new Outcome.Over());
        } else {
            tell(new Outcome.OutOfReach());
        }
    }

    private void tell(Outcome outcome) {
        if (!abandoned) {
            onOutcome.accept(outcome);
        }
    }
}

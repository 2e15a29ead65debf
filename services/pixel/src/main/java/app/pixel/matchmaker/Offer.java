// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.SignallingClient.Attachment;
import app.pixel.matchmaker.lobby.Match;
import app.pixel.web.CloseStatus;
import app.pixel.web.JsonSocket;
import app.pixel.web.SessionHeaders;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One streamer that the lobby offers to a player: the socket to its signalling server, and the time to answer.
 *
 * <p>An offer ends once: it is {@link #accept accepted}, or {@link #end ended}. No news comes after its end. Confined
 * to the matchmaker's event loop.
 */
final class Offer {

    /** News of an offer, for its {@link PlayerSession}. */
    sealed interface News {
        record Connected() implements News {}

        record Message(String text) implements News {}

        record TimedOut() implements News {}

        record Failed(String reason) implements News {}
    }

    private final Match match;
    private final Vertx vertx;
    private final Consumer<News> onNews;
    private final long patienceTimer;
    private Optional<JsonSocket> streamer = Optional.empty();
    private boolean over;

    /**
     * Makes an offer whose time runs.
     *
     * @param patience how long the streamer may take to answer
     */
    Offer(Match match, Vertx vertx, Duration patience, Consumer<News> onNews) {
        this.match = match;
        this.vertx = vertx;
        this.onNews = onNews;
        patienceTimer = vertx.setTimer(patience.toMillis(), timer -> tell(new News.TimedOut()));
    }

    Match match() {
        return match;
    }

    /** Opens the socket to the streamer's signalling server. */
    void connect(SignallingClient signalling, String visitor) {
        String attach = match.ticket().continuesSession() ? SessionHeaders.REPLACE : SessionHeaders.NEW;
        signalling
                .connect(match.streamer(), new Attachment(match.ticket().session(), visitor, attach))
                .onSuccess(this::connected)
                .onFailure(failure -> tell(new News.Failed(String.valueOf(failure.getMessage()))));
    }

    /** Sends to the streamer, once its socket is open. */
    void send(String message) {
        streamer.ifPresent(socket -> socket.sendText(message));
    }

    /** The streamer answered: its socket belongs to the caller from now on. */
    JsonSocket accept() {
        stop();
        return streamer.orElseThrow();
    }

    /** Closes the socket, if there is one. */
    void end(int code, String reason) {
        stop();
        streamer.ifPresent(socket -> socket.close(code, reason));
    }

    private void connected(JsonSocket socket) {
        if (over) {
            socket.close(CloseStatus.NORMAL, "");
            return;
        }
        streamer = Optional.of(socket);
        socket.onText(text -> tell(new News.Message(text)));
        socket.onClose(closed -> tell(new News.Failed("the signalling server closed: " + closed.code())));
        tell(new News.Connected());
    }

    private void tell(News news) {
        if (!over) {
            onNews.accept(news);
        }
    }

    private void stop() {
        over = true;
        vertx.cancelTimer(patienceTimer);
    }
}

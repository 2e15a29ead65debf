// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.web.CloseStatus;
import app.pixel.web.JsonSocket;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Sole owner of a visitor's WebSocket: tells the page the news of a queue and of a session, each once. */
final class PageSocket {

    private final JsonSocket socket;
    private final String token;
    private final boolean resumable;
    private boolean toldQueued;
    private int toldPosition;
    private int toldLength;
    private OptionalInt toldWait = OptionalInt.empty();

    /**
     * Owns a socket that is open.
     *
     * @param token lets the page come back to its place
     * @param resumable whether the page understands messages of a session; others never get one
     */
    PageSocket(JsonSocket socket, String token, boolean resumable) {
        this.socket = socket;
        this.token = token;
        this.resumable = resumable;
    }

    void open(Consumer<String> onText, Consumer<CloseStatus> onClosed) {
        socket.onText(onText).onClose(onClosed);
    }

    boolean isResumable() {
        return resumable;
    }

    void send(String message) {
        socket.sendText(message);
    }

    /** False when the page knows already. */
    boolean tellQueued() {
        if (toldQueued) {
            return false;
        }
        toldQueued = true;
        send(Notice.queued("Waiting for available streamer", token));
        return true;
    }

    void tellQueuedAgain(String detail) {
        send(Notice.queued(detail, token));
    }

    /** A page that was never told to wait hears nothing of a queue. A wait is news once a quarter of it is wrong. */
    void tellPosition(int position, int length, OptionalInt waitSeconds) {
        boolean moved = position != toldPosition || length != toldLength;
        if (toldQueued && (moved || isOff(waitSeconds))) {
            toldPosition = position;
            toldLength = length;
            toldWait = waitSeconds;
            send(Notice.position(position, length, waitSeconds));
        }
    }

    private boolean isOff(OptionalInt wait) {
        return wait.isPresent()
                && (toldWait.isEmpty()
                        || 4L * Math.abs((long) wait.getAsInt() - toldWait.getAsInt()) > toldWait.getAsInt());
    }

    void tellMatched(String alias) {
        if (toldQueued) {
            toldQueued = false;
            send(Notice.matched(alias));
        }
    }

    /** The page has a session, and can resume it with this token. */
    void tellSession(String resumeToken, Duration lease) {
        if (resumable) {
            send(Notice.session(token, resumeToken, lease));
        }
    }

    void tellResumed() {
        send(Notice.resumed());
    }

    void tellMoveSocket() {
        send(Notice.moveSocket());
    }

    /** From here on frames go to the streamer unread, but for a few that name streamers. */
    void pipeTo(JsonSocket streamer, boolean named, Consumer<String> late) {
        FramePipe.between(socket, streamer, named, late);
    }

    /** Reports whether the page answers a ping within this time. */
    Future<Boolean> answers(Duration within) {
        return socket.answers(within);
    }

    void close(int code, String reason) {
        var _ = socket.close(code, CloseReason.withoutMarkup(reason));
    }

    private void send(JsonObject message) {
        socket.send(message);
    }
}

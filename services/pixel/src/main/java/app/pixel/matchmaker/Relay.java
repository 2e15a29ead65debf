// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketFrame;
import java.util.function.Predicate;

/**
 * Passes frames both ways between a page and a signalling server, unread and with back-pressure: who sends faster than
 * the other reads is not read from until the other has caught up.
 *
 * <p>A few short messages still speak of streamers by name, and are looked at by the hand-shake: that costs a look for
 * a word in frames of at most {@value #SHORT} bytes, and nothing in others.
 */
final class Relay {

    private static final int SHORT = 256;

    private Relay() {}

    /**
     * Starts relaying; whatever handlers for messages there were no longer see any.
     *
     * @param lateFromPage takes a short text of the page that may name a streamer
     * @param named whether the page knows its streamer by the pool's alias; else nothing needs a look
     */
    static void between(WebSocketBase page, WebSocketBase streamer, boolean named, LateMessages lateFromPage) {
        Predicate<WebSocketFrame> fromPage = frame -> {
            String text = frame.textData();
            if (!text.contains("\"listStreamers\"") && !text.contains("\"subscribe\"")) {
                return false;
            }
            lateFromPage.fromPage(text);
            return true;
        };
        Predicate<WebSocketFrame> fromStreamer = frame -> {
            String text = frame.textData();
            return text.contains("\"streamerIdChanged\"") || text.contains("\"streamerIDChanged\"");
        };
        pump(page, streamer, frame -> named && isShortText(frame) && fromPage.test(frame));
        pump(streamer, page, frame -> named && isShortText(frame) && fromStreamer.test(frame));
    }

    /** What the hand-shake still has to answer or translate while frames are relayed. */
    interface LateMessages {
        void fromPage(String text);
    }

    private static boolean isShortText(WebSocketFrame frame) {
        return frame.isText() && frame.isFinal() && frame.binaryData().length() <= SHORT;
    }

    private static void pump(WebSocketBase from, WebSocketBase to, Predicate<WebSocketFrame> kept) {
        if (from.isClosed() || to.isClosed()) {
            return;
        }
        from.textMessageHandler(null);
        from.binaryMessageHandler(null);
        to.drainHandler(drained -> from.resume());
        from.frameHandler(frame -> {
            if (!isData(frame) || to.isClosed() || kept.test(frame)) {
                return;
            }
            to.writeFrame(frame);
            if (to.writeQueueFull()) {
                from.pause();
            }
        });
    }

    private static boolean isData(WebSocketFrame frame) {
        return frame.isText() || frame.isBinary() || frame.isContinuation();
    }
}

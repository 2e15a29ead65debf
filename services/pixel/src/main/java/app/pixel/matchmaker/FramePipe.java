// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.web.JsonSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.function.Consumer;

/**
 * Passes frames both ways between a page and a signalling server, unread and with back-pressure.
 *
 * <p>A few short messages still speak of streamers by name, and are looked at by the hand-shake. That costs a look for
 * a word in frames of at most {@value #SHORT} bytes, and nothing in others.
 */
final class FramePipe {

    private static final int SHORT = 256;

    private FramePipe() {}

    /**
     * Starts passing frames; the handlers for messages see none any longer.
     *
     * @param named whether the page knows its streamer by the pool's alias; else nothing needs a look
     * @param lateFromPage takes a short text of the page that may name a streamer
     */
    static void between(JsonSocket page, JsonSocket streamer, boolean named, Consumer<String> lateFromPage) {
        page.relayTo(streamer, frame -> named && isShortText(frame) && isQuestion(frame, lateFromPage));
        streamer.relayTo(page, frame -> named && isShortText(frame) && isRenaming(frame));
    }

    private static boolean isQuestion(WebSocketFrame frame, Consumer<String> lateFromPage) {
        String text = frame.textData();
        if (!text.contains("\"listStreamers\"") && !text.contains("\"subscribe\"")) {
            return false;
        }
        lateFromPage.accept(text);
        return true;
    }

    private static boolean isRenaming(WebSocketFrame frame) {
        String text = frame.textData();
        return text.contains("\"streamerIdChanged\"") || text.contains("\"streamerIDChanged\"");
    }

    private static boolean isShortText(WebSocketFrame frame) {
        return frame.isText() && frame.isFinal() && frame.binaryData().length() <= SHORT;
    }
}

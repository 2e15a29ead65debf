// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A message of a player. */
sealed interface FromPlayer {

    record ListStreamers() implements FromPlayer {}

    record Subscribe(String streamerId) implements FromPlayer {}

    record Unsubscribe() implements FromPlayer {}

    /** The time is whatever the page's clock says, and goes back as it came. */
    record Ping(Number time) implements FromPlayer {}

    /** A call to the application's REST interface; with a payload it is a POST. */
    record Control(String action, @Nullable Object payload) implements FromPlayer {}

    /** For the streamer that the player is subscribed to. */
    record ToStreamer(Received message) implements FromPlayer {}

    /** Not understood, or of no use. Never a reason to hang up. */
    record Ignored(String reason) implements FromPlayer {}

    static FromPlayer parse(String text) {
        Received message = Received.parse(text);
        if (message == null) {
            return new Ignored("not a JSON object with a type");
        }
        return switch (message.type()) {
            case "listStreamers" -> new ListStreamers();
            case "subscribe" -> given(message.string("streamerId").map(Subscribe::new), "streamerId");
            case "unsubscribe" -> new Unsubscribe();
            case "ping" -> given(message.number("time").map(Ping::new), "time");
            case "control" ->
                given(
                        message.string("action")
                                .map(action ->
                                        new Control(action, message.fields().getValue("payload"))),
                        "action");
            case "offer", "answer", "iceCandidate", "layerPreference", "dataChannelRequest", "peerDataChannelsReady" ->
                new ToStreamer(message);
            default -> new Ignored("unknown type");
        };
    }

    private static FromPlayer given(Optional<? extends FromPlayer> understood, String field) {
        return understood.isPresent() ? understood.get() : new Ignored("no valid " + field);
    }
}

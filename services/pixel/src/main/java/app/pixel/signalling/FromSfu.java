// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import java.util.Optional;

/** A message of an SFU, which is a player to a streamer, and a streamer to players. */
sealed interface FromSfu {

    record EndpointId(String id) implements FromSfu {}

    record ListStreamers() implements FromSfu {}

    record Subscribe(String streamerId) implements FromSfu {}

    record Unsubscribe() implements FromSfu {}

    record StartStreaming() implements FromSfu {}

    record StopStreaming() implements FromSfu {}

    record Ping(Number time) implements FromSfu {}

    /** For one of the players that are subscribed to the SFU. */
    record ToPlayer(String playerId, Received message) implements FromSfu {}

    /** For the streamer that the SFU is subscribed to. */
    record ToStreamer(Received message) implements FromSfu {}

    /** Not understood, or of no use. Never a reason to hang up. */
    record Ignored(String reason) implements FromSfu {}

    static FromSfu parse(String text) {
        Received message = Received.parse(text);
        if (message == null) {
            return new Ignored("not a JSON object with a type");
        }
        return switch (message.type()) {
            case "endpointId" -> given(message.string("id").map(EndpointId::new), "id");
            case "listStreamers" -> new ListStreamers();
            case "subscribe" -> given(message.string("streamerId").map(Subscribe::new), "streamerId");
            case "unsubscribe" -> new Unsubscribe();
            case "startStreaming" -> new StartStreaming();
            case "stopStreaming" -> new StopStreaming();
            case "ping" -> given(message.number("time").map(Ping::new), "time");
            case "offer", "peerDataChannels" ->
                given(message.playerId().map(player -> new ToPlayer(player, message)), "playerId");
            case "answer", "streamerDataChannels" -> new ToStreamer(message);
            default -> new Ignored("unknown type");
        };
    }

    private static FromSfu given(Optional<? extends FromSfu> understood, String field) {
        return understood.isPresent() ? understood.get() : new Ignored("no valid " + field);
    }
}

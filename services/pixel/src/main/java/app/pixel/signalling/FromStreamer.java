// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import java.util.Optional;

/** A message of a streamer. */
sealed interface FromStreamer {

    record EndpointId(String id) implements FromStreamer {}

    record Ping(Number time) implements FromStreamer {}

    record DisconnectPlayer(String playerId, String reason) implements FromStreamer {}

    /** For one of the streamer's own players. */
    record ToPlayer(String playerId, Received message) implements FromStreamer {}

    /** For every SFU that is subscribed to the streamer. */
    record LayerPreference(Received message) implements FromStreamer {}

    /** Not understood, or of no use. Never a reason to hang up. */
    record Ignored(String reason) implements FromStreamer {}

    static FromStreamer parse(String text) {
        Received message = Received.parse(text);
        if (message == null) {
            return new Ignored("not a JSON object with a type");
        }
        return switch (message.type()) {
            case "endpointId" -> given(message.string("id").map(EndpointId::new), "id");
            case "ping" -> given(message.number("time").map(Ping::new), "time");
            case "disconnectPlayer" ->
                given(
                        message.playerId()
                                .map(player -> new DisconnectPlayer(
                                        player, message.string("reason").orElse(""))),
                        "playerId");
            case "offer", "answer", "iceCandidate" ->
                given(message.playerId().map(player -> new ToPlayer(player, message)), "playerId");
            case "layerPreference" -> new LayerPreference(message);
            default -> new Ignored("unknown type");
        };
    }

    private static FromStreamer given(Optional<? extends FromStreamer> understood, String field) {
        return understood.isPresent() ? understood.get() : new Ignored("no valid " + field);
    }
}

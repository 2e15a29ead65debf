// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import io.vertx.core.json.JsonObject;

/** Events of the peer connection to one player, for its streamer. */
sealed interface PeerEvent {

    /** Something for the player's browser, to be sent through the signalling server. */
    record Signal(JsonObject message) implements PeerEvent {}

    /** The data channel is open: the player sees and can act. */
    record Playing() implements PeerEvent {}

    record Input(PlayerInput input) implements PeerEvent {}

    /** The browser's description or the connection is of no use. */
    record Failed(String reason) implements PeerEvent {}
}

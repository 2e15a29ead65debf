// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

/** Events of a simulated streamer that its operator may want to see. */
public sealed interface StreamerEvent {

    /** The signalling server knows it, under the id that the server gave it. */
    record Connected(String streamerId) implements StreamerEvent {}

    record Disconnected(String reason) implements StreamerEvent {}

    record PlayerJoined(String playerId) implements StreamerEvent {}

    /** The player's data channel is open. */
    record PlayerPlaying(String playerId) implements StreamerEvent {}

    record PlayerLeft(String playerId) implements StreamerEvent {}

    /** The machine is too slow for the video's size, so the room is drawn smaller and enlarged. */
    record DrawsSmaller(VideoSize drawn) implements StreamerEvent {}
}

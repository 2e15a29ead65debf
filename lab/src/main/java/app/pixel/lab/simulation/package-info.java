// SPDX-License-Identifier: Apache-2.0
/**
 * Unreal, simulated: real signalling and real WebRTC video, without Unreal and without a GPU.
 *
 * <p>A {@link app.pixel.lab.simulation.SimulatedStreamer} speaks the streamer's side of the signalling protocol as an
 * {@link app.pixel.lab.simulation.Engine} does. Its {@link app.pixel.lab.simulation.PlayerPeers} open a
 * {@link app.pixel.lab.simulation.PlayerPeer} for every player.
 *
 * <p>A player's message on the data channel becomes a {@link app.pixel.lab.simulation.PlayerInput}, and that changes
 * the {@link app.pixel.lab.simulation.Scene} and the {@link app.pixel.lab.simulation.Controls}. For each frame, the
 * {@link app.pixel.lab.simulation.VideoFeed} asks a {@link app.pixel.lab.simulation.Painter} for the picture of both.
 * A {@link app.pixel.lab.simulation.RoomPainter} shows the room of {@link app.pixel.lab.room}. A
 * {@link app.pixel.lab.simulation.TestPattern} shows marks that a test can read back.
 */
@NullMarked
package app.pixel.lab.simulation;

import org.jspecify.annotations.NullMarked;

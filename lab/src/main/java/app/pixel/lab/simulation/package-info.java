// SPDX-License-Identifier: Apache-2.0
/**
 * Unreal, simulated: real signalling and real WebRTC video, without Unreal and without a GPU.
 *
 * <p>A {@link app.pixel.lab.simulation.SimulatedStreamer} speaks the streamer's side of the signalling protocol as an
 * {@link app.pixel.lab.simulation.Engine} does. For every player it opens a
 * {@link app.pixel.lab.simulation.PlayerPeer}; what the player does arrives on its data channel, becomes a
 * {@link app.pixel.lab.simulation.PlayerInput}, changes the {@link app.pixel.lab.simulation.Scene}, and so shows in the
 * {@link app.pixel.lab.simulation.TestPattern} that the {@link app.pixel.lab.simulation.VideoFeed} paints.
 */
@NullMarked
package app.pixel.lab.simulation;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * A lit room, drawn in software: the picture that a simulated streamer sends where Unreal would send its own.
 *
 * <p>A {@link app.pixel.lab.room.Room} is made of {@link app.pixel.lab.room.Panel}s, which are rectangles.
 * {@link app.pixel.lab.room.Lighting} computes once how much light reaches each of them, with soft shadows. A
 * {@link app.pixel.lab.room.Texture} keeps the result as pixels that a frame only copies. For each frame a
 * {@link app.pixel.lab.room.Canvas} fills the panels that a {@link app.pixel.lab.room.Camera} sees, and then the
 * {@link app.pixel.lab.room.Ball}s, which mirror the room. {@link app.pixel.lab.room.RoomView} puts these together.
 *
 * <p>Lengths are metres. The x axis points to the right, y up and z ahead of a camera that looks along angle 0.
 * Colours are linear until a texture or a ball turns them into video pixels.
 */
@NullMarked
package app.pixel.lab.room;

import org.jspecify.annotations.NullMarked;

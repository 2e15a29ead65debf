// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import java.time.LocalTime;

/** Draws the picture that a streamer sends. Belongs to one thread; its picture is reused for the next frame. */
interface Painter {

    /**
     * Everything that a frame may show.
     *
     * @param frame counts from 0
     * @param inputMillis from the latest input's arrival to the frame that showed it first; negative before any input
     */
    record Moment(Scene scene, Controls controls, long frame, LocalTime clock, long inputMillis) {}

    /** Does what takes long, before the first frame is wanted. */
    default void prepare() {}

    Picture paint(Moment moment);
}

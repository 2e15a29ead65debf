// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

/** One admitted socket, as its address's budget counts it. Confined to the event loop of its {@link Admission}. */
public final class Lease {

    private final Runnable onEnd;
    private boolean ended;

    Lease(Runnable onEnd) {
        this.onEnd = onEnd;
    }

    /** The socket is closed, or never opened; a second call changes nothing. */
    public void end() {
        if (!ended) {
            ended = true;
            onEnd.run();
        }
    }
}

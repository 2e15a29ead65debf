// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import java.net.URI;

/**
 * Which streamer to simulate, and for which signalling server.
 *
 * @param signalling {@code ws://host:port}, or {@code wss:}; as in Unreal, port 8888 when it names none
 * @param id its name for itself, also in the picture
 * @param restPort of its REST interface, on the loopback address; 0 for none
 */
public record StreamerOptions(
        URI signalling,
        String id,
        Engine engine,
        Codec codec,
        VideoSize size,
        int framesPerSecond,
        Show show,
        int restPort) {

    /** The picture of the simulated application. */
    public enum Show {
        /** A lit room to walk through. */
        ROOM,
        /** Bars, numbers and marks that a program can read back. */
        PATTERN
    }

    private static final int UNREAL_PORT = 8888;
    private static final int FASTEST = 120;
    private static final int LAST_PORT = 65_535;

    public StreamerOptions {
        if (signalling.getHost() == null
                || !String.valueOf(signalling.getScheme()).matches("wss?")) {
            throw new IllegalArgumentException(
                    "The signalling URL must look like ws://localhost:8888, and is \"" + signalling + "\".");
        }
        if (id.isBlank()) {
            throw new IllegalArgumentException("The streamer's id must not be blank.");
        }
        if (framesPerSecond < 1 || framesPerSecond > FASTEST) {
            throw new IllegalArgumentException(
                    "The frame rate must be between 1 and %d, and is %d.".formatted(FASTEST, framesPerSecond));
        }
        if (restPort < 0 || restPort > LAST_PORT) {
            throw new IllegalArgumentException(
                    "The REST port must be between 0 and %d, and is %d.".formatted(LAST_PORT, restPort));
        }
    }

    String url() {
        String path = signalling.getRawPath();
        return "%s://%s:%d%s"
                .formatted(
                        signalling.getScheme(),
                        signalling.getHost(),
                        signalling.getPort() == -1 ? UNREAL_PORT : signalling.getPort(),
                        path == null || path.isEmpty() ? "/" : path);
    }
}

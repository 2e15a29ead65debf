// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The native WebRTC library, loaded once a process and shared by every simulated streamer in it, with the threads that
 * paint their frames. There are as many of those as processors, so that many streamers slow down rather than starve
 * everything else.
 */
public final class WebRtc {

    private static final class Loaded {
        private static final PeerConnectionFactory FACTORY = new PeerConnectionFactory(new HeadlessAudioDeviceModule());
        private static final ScheduledExecutorService PAINTERS = Executors.newScheduledThreadPool(
                Runtime.getRuntime().availableProcessors(),
                Thread.ofPlatform().daemon().name("painter-", 0).factory());
    }

    private WebRtc() {}

    /**
     * Loads the library now rather than at the first player.
     *
     * @throws IllegalStateException with a sentence that names the missing system package, when it cannot be loaded
     */
    public static void load() {
        try {
            factory();
        } catch (LinkageError | RuntimeException failure) {
            throw new IllegalStateException(NativeLibraries.explain(failure), failure);
        }
    }

    static PeerConnectionFactory factory() {
        return Loaded.FACTORY;
    }

    static ScheduledExecutorService painters() {
        return Loaded.PAINTERS;
    }
}

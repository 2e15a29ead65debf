// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The moving picture of one streamer, shared by all of its players and painted only while there are any.
 *
 * <p>The streamer's event loop sets the scene, and one painting task, never two at once, paints it. The same task frees
 * the native source, so that no frame is pushed into a freed one.
 */
final class VideoFeed {

    private static final String TRACK = "pixel-video";
    private static final long NOTHING = Long.MIN_VALUE;

    private final Painter painter;
    private final CustomVideoSource source;
    private final VideoTrack track;
    private final ScheduledFuture<?> painting;
    private final AtomicLong unshownInput = new AtomicLong(NOTHING);
    private volatile Scene scene = Scene.EMPTY;
    private volatile Controls controls = Controls.IDLE;
    private volatile boolean watched;
    private volatile boolean closed;
    private boolean freed;
    private long frame;
    private long inputMillis = -1;

    VideoFeed(Painter painter, int framesPerSecond) {
        this.painter = painter;
        PeerConnectionFactory factory = WebRtc.factory(); // First: it is what loads the native library.
        source = new CustomVideoSource();
        track = factory.createVideoTrack(TRACK, source);
        long period = TimeUnit.SECONDS.toNanos(1) / framesPerSecond;
        painting = WebRtc.painters().scheduleAtFixedRate(this::tick, period, period, TimeUnit.NANOSECONDS);
    }

    VideoTrack track() {
        return track;
    }

    void watched(boolean anybody) {
        watched = anybody;
    }

    void show(PlayerInput input) {
        Controls steered = controls.after(input);
        if (!steered.equals(controls)) {
            unshownInput.compareAndSet(NOTHING, System.nanoTime());
        }
        controls = steered;
        scene = scene.after(input);
    }

    /** Releases every key and stick; the world stays as it is. */
    void releaseControls() {
        controls = controls.released();
    }

    /** A new world. */
    void clear() {
        scene = Scene.EMPTY;
        controls = Controls.IDLE;
    }

    /** Call after the last peer connection that sends the track was closed. */
    void close() {
        closed = true;
    }

    private void tick() {
        if (closed) {
            free();
        } else if (watched) {
            push(painter.paint(moment()));
        } else {
            painter.prepare();
        }
    }

    private Painter.Moment moment() {
        long arrived = unshownInput.getAndSet(NOTHING);
        if (arrived != NOTHING) {
            inputMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - arrived);
        }
        return new Painter.Moment(scene, controls, frame++, LocalTime.now(ZoneId.systemDefault()), inputMillis);
    }

    private void push(Picture picture) {
        VideoSize size = picture.size();
        NativeI420Buffer buffer = NativeI420Buffer.allocate(size.width(), size.height());
        picture.copyTo(
                buffer.getDataY(),
                buffer.getStrideY(),
                buffer.getDataU(),
                buffer.getStrideU(),
                buffer.getDataV(),
                buffer.getStrideV());
        VideoFrame video = new VideoFrame(buffer, System.nanoTime());
        source.pushFrame(video);
        video.release();
    }

    private void free() {
        if (!freed) {
            freed = true;
            painting.cancel(false);
            track.dispose();
            source.dispose();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import app.pixel.lab.simulation.Codec;
import app.pixel.lab.simulation.Engine;
import app.pixel.lab.simulation.StreamerOptions;
import app.pixel.lab.simulation.VideoSize;
import java.net.URI;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of a simulated streamer: which Unreal it is, and what its video is like. */
final class VideoOptions {

    @Option(
            names = "--engine",
            paramLabel = "ue5|ue5.0|ue4.27|ue4.26",
            defaultValue = "ue5",
            converter = EngineConverter.class,
            description = "Unreal release to behave like (default: ${DEFAULT-VALUE}).")
    private Engine engine = Engine.UE5;

    @Option(
            names = "--codec",
            paramLabel = "vp8|h264",
            defaultValue = "vp8",
            description = "Video codec (default: ${DEFAULT-VALUE}).")
    private Codec codec = Codec.VP8;

    @Option(
            names = "--size",
            paramLabel = "WIDTHxHEIGHT",
            defaultValue = "1280x720",
            converter = SizeConverter.class,
            description = "Video size (default: ${DEFAULT-VALUE}).")
    private VideoSize size = new VideoSize(1280, 720);

    @Option(
            names = "--fps",
            paramLabel = "N",
            defaultValue = "30",
            description = "Frames a second (default: ${DEFAULT-VALUE}).")
    private int framesPerSecond = 30;

    @Option(
            names = "--scene",
            paramLabel = "room|pattern",
            defaultValue = "room",
            description = "Picture to send: a room to walk through, or a test pattern (default: ${DEFAULT-VALUE}).")
    private StreamerOptions.Show scene = StreamerOptions.Show.ROOM;

    VideoSize size() {
        return size;
    }

    Engine engine() {
        return engine;
    }

    StreamerOptions streamer(URI signalling, String id, int restPort) {
        return new StreamerOptions(signalling, id, engine, codec, size, framesPerSecond, scene, restPort);
    }

    @Override
    public String toString() {
        return "%s, %s, %s at %d frames a second".formatted(engine.option(), codec, size, framesPerSecond);
    }

    private static final class EngineConverter implements ITypeConverter<Engine> {
        @Override
        public Engine convert(String value) {
            return Engine.named(value)
                    .orElseThrow(() ->
                            new TypeConversionException("\"" + value + "\" is none of ue5, ue5.0, ue4.27, ue4.26."));
        }
    }

    private static final class SizeConverter implements ITypeConverter<VideoSize> {
        @Override
        public VideoSize convert(String value) {
            try {
                return VideoSize.parse(value);
            } catch (IllegalArgumentException refused) {
                throw new TypeConversionException(String.valueOf(refused.getMessage()));
            }
        }
    }
}

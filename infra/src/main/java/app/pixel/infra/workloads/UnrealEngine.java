// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.settings.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The engines that a stream may be built with, and the arguments that each reads. An engine ignores an argument that it
 * does not know, with a warning at most; {@code unreal/README.md} shows the same table.
 */
enum UnrealEngine {

    /** Pixel Streaming 2; its ports for media can be bounded. */
    UE5_5(
            "ue5.5",
            "ue5",
            "-PixelStreamingWebRTCFps=30",
            "-PixelStreamingWebRTCMinPort=" + MediaPorts.FIRST,
            "-PixelStreamingWebRTCMaxPort=" + MediaPorts.LAST),
    UE5("ue5", "ue5", "-PixelStreamingHideCursor", "-PixelStreamingWebRTCFps=30"),
    UE5_0("ue5.0", "ue5.0", "-PixelStreamingHideCursor", "-PixelStreamingWebRTCMaxFps=30"),
    UE4_27("ue4.27", "ue4.27", "-PixelStreamingHideCursor", "-PixelStreamingWebRTCMaxFps=30"),
    UE4_26("ue4.26", "ue4.26", "-PixelStreamingHideCursor", "-PixelStreamingWebRTCMaxFps=30");

    /** A thousand ports are enough for the most players that one stream may have. */
    private static final class MediaPorts {
        private static final int FIRST = 49152;
        private static final int LAST = 50175;
    }

    private static final List<String> OF_ALL =
            List.of("-AllowPixelStreamingCommands", "-PixelStreamingWebRTCDisableReceiveAudio", "-FullStdOutLogOutput");

    private final String word;
    private final String protocol;
    private final String own;

    UnrealEngine(String word, String protocol, String... own) {
        this.word = word;
        this.protocol = protocol;
        this.own = String.join(" ", own);
    }

    static UnrealEngine from(Settings settings) {
        String given = settings.optionalString("engine").orElse("");
        return Arrays.stream(values())
                .filter(engine -> engine.word.equals(given))
                .findFirst()
                .orElseGet(() -> settings.refuse(
                        "engine",
                        Arrays.stream(values())
                                .map(engine -> engine.word)
                                .collect(Collectors.joining(", ", "one of ", "")),
                        UE5));
    }

    /** The name in a stack's file, and in the image's environment. */
    String word() {
        return word;
    }

    /** The engine whose signalling protocol it speaks, by the name that our services know. */
    String protocol() {
        return protocol;
    }

    /** The arguments of a stream with this engine; the stack's own come before them. */
    List<String> arguments() {
        return Stream.concat(OF_ALL.stream(), Stream.of(own.split(" ", -1))).toList();
    }

    /** The ports that it receives media at: a range of its own where it can be told one. */
    TrafficArrow.Ports mediaPorts() {
        return this == UE5_5 ? new TrafficArrow.Ports(MediaPorts.FIRST, MediaPorts.LAST) : TrafficArrow.UNPRIVILEGED;
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.objects.Size;
import app.pixel.infra.settings.Settings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The streams: the program that draws the picture, how many pods run it, and how long players play on in a leaving
 * pod.
 *
 * @param demand players for each ready streamer that the autoscaler aims at
 * @param playersEach players of one stream, 0 for no limit
 * @param sessionLease the time that a session keeps its streamer while its page is not connected
 * @param controlActions actions that players may ask of Unreal's REST port
 * @param cleaning of the application's world between two visitors
 */
record StreamSettings(
        Kind kind,
        String image,
        UnrealEngine engine,
        int width,
        int height,
        List<String> arguments,
        List<String> controlActions,
        int restPort,
        int minimum,
        int maximum,
        double demand,
        int playersEach,
        Duration sessionGrace,
        Duration sessionLease,
        WorldCleaning cleaning,
        Size size) {

    private static final Pattern QUANTITY = Pattern.compile("\\d{1,6}(m|Mi|Gi)?");
    /** The default of {@code Pulumi.yaml}. */
    private static final String SIMULATED_IMAGE = "ghcr.io/pixel-streaming/lab";

    /** The program that draws the picture. */
    enum Kind {
        /** An Unreal application, packaged as {@code unreal/} says. */
        UNREAL,
        /** The lab's simulated streamer: real WebRTC video without a GPU. */
        SIMULATED
    }

    StreamSettings {
        arguments = List.copyOf(arguments);
        controlActions = List.copyOf(controlActions);
        if (kind == Kind.UNREAL && image.startsWith(SIMULATED_IMAGE + ":")) {
            throw new IllegalArgumentException("pixel:streamImageRepository is \"" + SIMULATED_IMAGE
                    + "\", but that is the simulated streamer: name an image made as unreal/README.md says,"
                    + " or set pixel:streamer to \"simulated\".");
        }
        if (kind == Kind.SIMULATED && cleaning.restarts()) {
            throw new IllegalArgumentException("pixel:afterSession is \"restart\", but the simulated streamer has no"
                    + " entry point that restarts it: set \"action\" and pixel:afterSessionAction to \"reset\".");
        }
        requireRoom("streamCpu", size.cpu(), size.cpuLimit());
        requireRoom("streamMemory", size.memory(), size.memoryLimit());
        if (minimum > maximum) {
            throw new IllegalArgumentException(
                    "pixel:streamsMinimum is " + minimum + ", more than pixel:streamsMaximum, " + maximum + ".");
        }
    }

    static StreamSettings from(Settings settings) {
        return new StreamSettings(
                settings.choice("streamer", Kind.class),
                WorkloadSettings.image(settings, "streamImage"),
                UnrealEngine.from(settings),
                settings.integer("resolutionWidth", 64, 7680),
                settings.integer("resolutionHeight", 64, 4320),
                settings.strings("streamArguments"),
                settings.strings("controlActions"),
                settings.integer("restPort", 1024, 65535),
                settings.integer("streamsMinimum", 1, 500),
                settings.integer("streamsMaximum", 1, 500),
                settings.decimal("streamDemand", 0.05, 10),
                settings.integer("playersEach", 0, 100),
                settings.duration("sessionGrace", Duration.ofSeconds(30), Duration.ofHours(24)),
                settings.duration("sessionLease", Duration.ZERO, Duration.ofMinutes(10)),
                WorldCleaning.from(settings),
                new Size(
                        quantity(settings, "streamCpu"),
                        quantity(settings, "streamMemory"),
                        quantity(settings, "streamCpuLimit"),
                        quantity(settings, "streamMemoryLimit")));
    }

    /** The ports at which a stream receives media. */
    TrafficArrow.Ports mediaPorts() {
        return kind == Kind.UNREAL ? engine.mediaPorts() : TrafficArrow.UNPRIVILEGED;
    }

    /** Answers whether the sidecar calls the application's REST port. */
    boolean usesRest() {
        return !controlActions.isEmpty() || cleaning.way() == WorldCleaning.Way.ACTION;
    }

    private static void requireRoom(String key, String promised, String limit) {
        if (amount(promised).compareTo(amount(limit)) > 0) {
            throw new IllegalArgumentException(
                    "pixel:%1$s is %2$s, more than pixel:%1$sLimit, %3$s.".formatted(key, promised, limit));
        }
    }

    private static BigDecimal amount(String quantity) {
        var number = new BigDecimal(quantity.replaceFirst("\\D+$", ""));
        return switch (quantity.replaceFirst("^\\d+", "")) {
            case "m" -> number.movePointLeft(3);
            case "Mi" -> number.multiply(BigDecimal.valueOf(1L << 20));
            case "Gi" -> number.multiply(BigDecimal.valueOf(1L << 30));
            case String _ -> number;
        };
    }

    private static String quantity(Settings settings, String key) {
        return settings.matching(key, QUANTITY, "a Kubernetes quantity such as 3750m or 8Gi");
    }
}

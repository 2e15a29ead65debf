// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import app.pixel.lab.simulation.SimulatedStreamer;
import app.pixel.lab.simulation.WebRtc;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./pixel streamer}: in a pod it stands where the Unreal container would. */
@Command(
        name = "streamer",
        description = "One simulated Unreal streamer.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class StreamerCommand implements Callable<Integer> {

    @Option(
            names = "--signalling-url",
            paramLabel = "URL",
            defaultValue = "ws://localhost:8888",
            description = "The signalling server's port for streamers (default: ${DEFAULT-VALUE}).")
    private URI signalling = URI.create("ws://localhost:8888");

    @Option(
            names = "--id",
            paramLabel = "NAME",
            defaultValue = "streamer",
            description = "Its id (default: ${DEFAULT-VALUE}).")
    private String id = "streamer";

    @Option(
            names = "--rest-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port of its REST interface, 0 for none; POST /reset removes the marks of its players"
                    + " (default: ${DEFAULT-VALUE}).")
    private int restPort;

    @Mixin
    private VideoOptions video = new VideoOptions();

    @Override
    public Integer call() throws Exception {
        LogLevel.set(false);
        try {
            WebRtc.load();
            EventLog events = new EventLog(System.out);
            SimulatedStreamer streamer = new SimulatedStreamer(
                    video.streamer(signalling, id, restPort), event -> events.streamer(id, event));
            return Foreground.run(streamer, () -> events.line(id + " looks for " + signalling));
        } catch (IllegalArgumentException | IllegalStateException refused) {
            System.err.println("pixel: " + refused.getMessage());
            return 1;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./pixel local}. */
@Command(
        name = "local",
        description = "The whole platform on this machine, with simulated Unreal streamers.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class LocalCommand implements Callable<Integer> {

    @Mixin
    private LocalOptions options = new LocalOptions();

    @Option(
            names = "--cluster",
            description =
                    "On a Kubernetes control plane of its own: the demo stack's objects, and a process behind every"
                            + " container of ours. Needs Linux, and Go the first time.")
    private boolean cluster;

    @Option(names = "--verbose", description = "Prints the logs of every service too.")
    private boolean verbose;

    @Override
    public Integer call() throws Exception {
        LogLevel.set(verbose);
        EventLog events = new EventLog(System.out);
        return cluster ? onACluster(events) : inOneProcess(events);
    }

    private int onACluster(EventLog events) throws InterruptedException {
        ClusterAddons addons;
        try {
            addons = ClusterAddons.installed(options);
        } catch (IllegalStateException missing) {
            System.err.println("pixel: " + missing.getMessage());
            return ExitCode.SOFTWARE;
        }
        events.line("starting a Kubernetes control plane");
        ClusterPlatform platform = new ClusterPlatform(options, addons, events, Path.of(""), System.getenv());
        return Foreground.run(platform, () -> System.out.println(platform.greeting()));
    }

    private int inOneProcess(EventLog events) throws InterruptedException {
        LocalPlatform platform = new LocalPlatform(options, events);
        return Foreground.run(platform, () -> greet(platform));
    }

    private void greet(LocalPlatform platform) {
        System.out.printf("""

                Open http://localhost:%d

                  %d simulated streamers: %s
                  %s
                %s  Ctrl-C ends it.

                """, platform.port(), options.streamers(), options.video(), relay(platform), unreal());
    }

    private String relay(LocalPlatform platform) {
        if (platform.relays()) {
            return "Relay: coturn, with credentials of our turn-credentials service";
        }
        return options.turn() == LocalOptions.Turn.OFF
                ? "No relay, as asked for by --turn off"
                : "No relay: coturn is not installed, which only matters across networks";
    }

    private String unreal() {
        Integer port = options.streamerPort();
        return port == null ? "" : """
                    A real Unreal build joins by -PixelStreamingURL=ws://localhost:%d
                      (Unreal 4: -PixelStreamingIP=localhost -PixelStreamingPort=%d)
                  """.formatted(port, port);
    }
}

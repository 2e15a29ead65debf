// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures how soon a fresh signalling server is ready, and how much memory it uses while idle. */
final class SidecarStart {

    private static final long SETTLING_MILLIS = 2_000;

    private SidecarStart() {}

    static List<Figure> measure(Path folder, int runs) throws InterruptedException {
        List<Double> seconds = new ArrayList<>();
        List<Double> resident = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            try (Subject signalling = Subject.service(
                    folder, "signalling", "--player-port", "0", "--streamer-port", "0", "--sfu-port", "0")) {
                seconds.add(signalling.startup().toMillis() / 1e3);
                Thread.sleep(SETTLING_MILLIS);
                resident.add(signalling.residentMebibytes());
            }
        }
        return List.of(
                new Figure("signalling: ready after exec", "<= 0.7 s", "%.2f s", seconds),
                new Figure("signalling: resident, idle", "<= 64 MiB", "%.1f MiB", resident));
    }
}

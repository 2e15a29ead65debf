// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.bench;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Measures a matchmaker's memory while players wait, and how fast it matches them once streamers come. */
final class WaitingRoom {

    private static final int FEW = 1_000;
    private static final int MANY = 10_000;
    private static final int ROUNDS = 3;
    private static final long SETTLING_MILLIS = 2_000;
    private static final int PATIENCE_SECONDS = 180;

    private final Vertx vertx;
    private final Path folder;

    WaitingRoom(Vertx vertx, Path folder) {
        this.vertx = vertx;
        this.folder = folder;
    }

    List<Figure> measure() throws Exception {
        List<Figure> figures = new ArrayList<>();
        List<Double> bySecond = new ArrayList<>();
        List<Double> byProcessorSecond = new ArrayList<>();
        try (Subject matchmaker = matchmaker()) {
            match(matchmaker, ROUNDS, bySecond, byProcessorSecond);
        }
        String name = "matchmaker: %d waiting players to their offers".formatted(FEW);
        figures.add(new Figure(name, ">= 500 /s", "%.0f /s", bySecond));
        figures.add(new Figure(name + ", by processor second", "", "%.0f", byProcessorSecond));
        figures.add(resident(FEW, ""));
        figures.add(resident(MANY, "<= 512 MiB"));
        return figures;
    }

    /** Round after round on one matchmaker, while those of the rounds before play on; the first finds it cold. */
    private void match(Subject matchmaker, int rounds, List<Double> bySecond, List<Double> byProcessorSecond)
            throws Exception {
        if (rounds == 0) {
            return;
        }
        try (Crowd crowd = new Crowd(vertx, matchmaker.number(" port="), FEW);
                FakeStreamers streamers = new FakeStreamers(vertx, FEW)) {
            crowd.come().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            crowd.allWait().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            streamers.connect(matchmaker.number("report-port="));
            double processorBefore = matchmaker.processorSeconds();
            long before = System.nanoTime();
            streamers.getReady();
            crowd.allPlay().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            bySecond.add(FEW * 1e9 / (System.nanoTime() - before));
            byProcessorSecond.add(FEW / (matchmaker.processorSeconds() - processorBefore));
            match(matchmaker, rounds - 1, bySecond, byProcessorSecond);
        }
    }

    private Figure resident(int players, String aim) throws Exception {
        try (Subject matchmaker = matchmaker();
                Crowd crowd = new Crowd(vertx, matchmaker.number(" port="), players)) {
            crowd.come().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            crowd.allWait().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            Thread.sleep(SETTLING_MILLIS);
            return new Figure(
                    "matchmaker: resident, %d players wait".formatted(players),
                    aim,
                    "%.0f MiB",
                    List.of(matchmaker.residentMebibytes()));
        }
    }

    private Subject matchmaker() throws InterruptedException {
        return Subject.service(folder, "matchmaker", "--port", "0", "--report-port", "0");
    }
}

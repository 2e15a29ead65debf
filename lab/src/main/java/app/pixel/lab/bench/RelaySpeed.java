// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.bench;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Counts the messages that the matchmaker relays in a second of processor time, beside those of a {@link BareRelay}
 * with the same JVM options. The difference is the cost of the matchmaker's checks. Rounds alternate, so that a noisy
 * machine slows both alike.
 */
final class RelaySpeed {

    private static final int PAIRS = 8;
    private static final int MESSAGES_UNDER_WAY = 32;
    private static final int MESSAGE_LENGTH = 400;
    private static final long WARM_UP_MILLIS = 3_000;
    private static final long MEASURED_MILLIS = 4_000;

    private final Vertx vertx;
    private final Path folder;

    RelaySpeed(Vertx vertx, Path folder) {
        this.vertx = vertx;
        this.folder = folder;
    }

    List<Figure> measure(int rounds) throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        List<Double> share = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            ours.add(throughMatchmaker());
            bare.add(throughBareRelay());
            share.add(100 * ours.getLast() / bare.getLast());
        }
        return List.of(
                new Figure("matchmaker: messages relayed a processor second", "", "%.0f", ours),
                new Figure("bare Vert.x relay: the same", "", "%.0f", bare),
                new Figure("matchmaker's share of the bare relay, by round", ">= 80 %", "%.0f %%", share));
    }

    private double throughMatchmaker() throws Exception {
        String[] flags = {"--port", "0", "--report-port", "0", "--player-bytes-per-second", "0"};
        try (Subject matchmaker = Subject.service(folder, "matchmaker", flags);
                FakeStreamers streamers = new FakeStreamers(vertx, PAIRS);
                Crowd crowd = new Crowd(vertx, matchmaker.number(" port="), PAIRS)) {
            streamers.connect(matchmaker.number("report-port="));
            streamers.getReady();
            return perProcessorSecond(matchmaker, crowd);
        }
    }

    private double throughBareRelay() throws Exception {
        try (FakeStreamers streamer = new FakeStreamers(vertx, 1);
                Subject relay = Subject.program(folder, BareRelay.class, Integer.toString(streamer.port(0)));
                Crowd crowd = new Crowd(vertx, relay.number("ready "), PAIRS)) {
            return perProcessorSecond(relay, crowd);
        }
    }

    /** A message that came back was relayed twice. */
    private static double perProcessorSecond(Subject relay, Crowd crowd) throws Exception {
        crowd.come().await(30, TimeUnit.SECONDS);
        crowd.allPlay().await(30, TimeUnit.SECONDS);
        crowd.chatter(MESSAGES_UNDER_WAY, MESSAGE_LENGTH);
        Thread.sleep(WARM_UP_MILLIS);
        double processorBefore = relay.processorSeconds();
        long echoesBefore = crowd.echoes();
        Thread.sleep(MEASURED_MILLIS);
        return 2 * (crowd.echoes() - echoesBefore) / (relay.processorSeconds() - processorBefore);
    }
}

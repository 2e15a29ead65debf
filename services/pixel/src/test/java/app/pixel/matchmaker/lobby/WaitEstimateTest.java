// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The waits that visitors are told, beside those that they have, in eight hours of a busy lobby. */
class WaitEstimateTest {

    private static final long SECOND = 1_000;
    private static final long EVENING = 8 * 3_600 * SECOND;
    private static final int STREAMERS = 12;
    private static final double MEAN_SESSION = 600.0 * SECOND;
    /** The lobby has a queue, since a few more visitors come than it can serve. */
    private static final double ARRIVALS_A_SECOND = 1.04 * STREAMERS * SECOND / MEAN_SESSION;

    private record Told(long at, long millis) {}

    private record Leaving(long at, String ticket) {}

    private final LobbyState lobby = new LobbyState(Duration.ofSeconds(10));
    private final Map<String, Told> told = new HashMap<>();
    private final PriorityQueue<Leaving> leaving =
            new PriorityQueue<>((one, other) -> Long.compare(one.at(), other.at()));
    private final List<Double> errors = new ArrayList<>();
    private long now = 1_000_000;

    /** An error is the difference by the wait that a visitor had. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 1", "1, 3", "2, 3", "3, 3"})
    void half_of_the_visitors_are_told_their_wait_within_30_percent(long seed, int replicas) {
        var random = new Random(seed);
        long end = now + EVENING;
        for (int streamer = 0; streamer < STREAMERS; streamer++) {
            happens(new LobbyEvent.StreamerReported(
                    new StreamerReport("r0/" + streamer, "r0", "10.0.0.1", 3000 + streamer, true, 0)));
        }
        for (int ticket = 0; now < end; now += SECOND) {
            for (int replica = 0; replica < replicas; replica++) {
                happens(new LobbyEvent.ReplicaAlive("r" + replica, 30_000, 30_000));
            }
            while (!leaving.isEmpty() && leaving.peek().at() <= now) {
                happens(new LobbyEvent.TicketLeft(leaving.remove().ticket()), random);
            }
            for (double left = ARRIVALS_A_SECOND; random.nextDouble() < left; left--) {
                arrive("t" + ticket, "r" + ticket % replicas, random);
                ticket++;
            }
        }
        List<Double> sorted = errors.stream().sorted().toList();
        assertThat(sorted).hasSizeGreaterThan(300);
        assertThat(sorted.get(sorted.size() / 2)).isLessThan(0.3);
    }

    @Test
    void a_lobby_without_matches_tells_no_wait() {
        happens(new LobbyEvent.ReplicaAlive("r0", 30_000, 30_000));
        happens(new LobbyEvent.TicketEntered("t", "v", "r0"));
        assertThat(lobby.waitAt(1)).isEmpty();
    }

    @Test
    void a_snapshot_tells_the_same_waits() {
        half_of_the_visitors_are_told_their_wait_within_30_percent(4, 2);
        LobbyState copy = new LobbyState(Duration.ofSeconds(10), lobby.snapshot());
        assertThat(copy.waitAt(9)).isEqualTo(lobby.waitAt(9)).isPresent();
    }

    private void arrive(String ticket, String replica, Random random) {
        happens(new LobbyEvent.TicketEntered(ticket, "visitor of " + ticket, replica), random);
        int position = lobby.waiting().size();
        OptionalLong wait = lobby.waitAt(position);
        if (position > 4 && wait.isPresent()) {
            told.put(ticket, new Told(now, wait.getAsLong()));
        }
    }

    private List<Match> happens(LobbyEvent event) {
        return lobby.apply(event, now);
    }

    private void happens(LobbyEvent event, Random random) {
        for (Match match : happens(event)) {
            String ticket = match.ticket().id();
            happens(new LobbyEvent.OfferAccepted(ticket));
            double session = -Math.log(1 - random.nextDouble()) * MEAN_SESSION;
            leaving.add(new Leaving(now + (long) session, ticket));
            Told estimate = told.remove(ticket);
            if (estimate != null) {
                errors.add(Math.abs(estimate.millis() - (now - estimate.at())) / (double) (now - estimate.at()));
            }
        }
    }
}

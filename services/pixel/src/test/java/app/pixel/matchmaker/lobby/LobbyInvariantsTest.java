// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Truths for every order of events, checked by a model that shares no code with the lobby. */
@Tag("slow")
class LobbyInvariantsTest {

    private static final Duration NO_LEASE = Duration.ofDays(1);
    private static final long PLACE_KEPT = Duration.ofHours(1).toMillis();

    @Test
    void a_million_random_events_give_no_streamer_twice() {
        for (long seed = 0; seed < 25_000; seed++) {
            LobbyModel model = new LobbyModel(seed, List.of("r1", "r2"));
            LobbyState lobby = new LobbyState(NO_LEASE);
            lobby.apply(new LobbyEvent.ReplicaAlive("r1", PLACE_KEPT, LobbyModel.LEASE), 1);
            Random clock = new Random(~seed);
            long now = 1;
            for (int step = 0; step < 40; step++) {
                LobbyEvent event = model.next();
                now += clock.nextInt(3_000);
                try {
                    model.happened(event, lobby.apply(event, now), now);
                    model.check(lobby);
                } catch (AssertionError wrong) {
                    throw new AssertionError("seed %d, step %d: %s".formatted(seed, step, event), wrong);
                }
            }
        }
    }

    /** Two replicas beat as long as the store is there; each of them has a player whose stream goes on. */
    @Test
    void outages_of_the_store_take_no_streamer_from_a_living_replica() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            LobbyState lobby = new LobbyState(Duration.ofSeconds(5));
            long now = 1_000_000;
            for (int replica = 1; replica <= 2; replica++) {
                String name = "r" + replica;
                lobby.apply(new LobbyEvent.ReplicaAlive(name, PLACE_KEPT, random.nextInt(2) * 2_000L), now);
                lobby.apply(
                        new LobbyEvent.StreamerReported(new StreamerReport("link", name, "10.0.0.1", replica, true, 0)),
                        now);
                lobby.apply(new LobbyEvent.TicketEntered("t" + replica, "v" + replica, name), now);
                lobby.apply(new LobbyEvent.OfferAccepted("t" + replica), now);
            }
            lobby.apply(new LobbyEvent.TicketEntered("waits", "w", "r1"), now);
            for (int step = 0; step < 100; step++) {
                now += random.nextInt(20) == 0 ? random.nextInt(200_000) : random.nextInt(250);
                List<Match> matches =
                        lobby.apply(new LobbyEvent.ReplicaAlive("r" + (1 + random.nextInt(2)), PLACE_KEPT, 2_000), now);
                assertThat(matches).as("seed %d, step %d", seed, step).isEmpty();
            }
            assertThat(lobby.holderOf("10.0.0.1:1")).contains("t1");
            assertThat(lobby.holderOf("10.0.0.1:2")).contains("t2");
        }
    }

    @Test
    void the_same_events_make_the_same_lobby_from_any_snapshot_on() {
        for (long seed = 0; seed < 300; seed++) {
            LobbyModel model = new LobbyModel(seed, List.of("r1", "r2", "r3"));
            Random random = new Random(~seed);
            LobbyState first = new LobbyState(Duration.ofSeconds(5));
            LobbyState second = first;
            long now = 0;
            for (int step = 0; step < 120; step++) {
                if (random.nextInt(10) == 0) {
                    second = new LobbyState(Duration.ofSeconds(5), second.snapshot());
                }
                LobbyEvent event = random.nextInt(6) == 0
                        ? new LobbyEvent.ReplicaAlive("r" + (1 + random.nextInt(3)), 4_000, 3_000)
                        : model.next();
                now += random.nextInt(1_500);
                List<Match> matches = first.apply(event, now);
                assertThat(second == first ? matches : second.apply(event, now)).isEqualTo(matches);
                assertThat(described(second)).isEqualTo(described(first));
            }
        }
    }

    /** Everything, in an order that does not depend on a hash. */
    private static String described(LobbyState lobby) {
        LobbySnapshot all = lobby.snapshot();
        return all.tickets().stream().map(Ticket::toString).sorted().collect(Collectors.joining("\n"))
                + all.streamers().stream()
                        .map(PooledStreamer::toString)
                        .sorted()
                        .collect(Collectors.joining("\n"))
                + new java.util.TreeMap<>(all.holders())
                + new java.util.TreeMap<>(all.aliveUntil())
                + List.of(all.now(), all.clock(), all.nextRank(), all.placeKept(), all.sessionLease())
                + new java.util.TreeSet<>(all.unheard())
                + lobby.waiting();
    }

    /** Finding the oldest by a look at all would compare fifty million times, sorting anew still more often. */
    @Test
    void ten_thousand_tickets_are_matched_without_comparing_all_each_time() {
        int many = 10_000;
        AtomicLong comparisons = new AtomicLong();
        LobbyState lobby = new LobbyState(NO_LEASE, new Tickets((one, other) -> {
            comparisons.incrementAndGet();
            return Tickets.OLDEST_FIRST.compare(one, other);
        }));
        for (int ticket = 0; ticket < many; ticket++) {
            lobby.apply(new LobbyEvent.TicketEntered("t" + ticket, "v" + ticket, "r1"), 0);
        }
        List<String> matched = new ArrayList<>();
        for (int streamer = 0; streamer < many; streamer++) {
            StreamerReport report = new StreamerReport("r1/0", "r1", "10.0.0." + streamer, 1, true, 0);
            lobby.apply(new LobbyEvent.StreamerReported(report), 0)
                    .forEach(match -> matched.add(match.ticket().id()));
        }
        assertThat(matched).hasSize(many).startsWith("t0", "t1", "t2").endsWith("t9998", "t9999");
        int logarithm = 14;
        assertThat(comparisons.get()).isBetween(1L, 4L * many * logarithm);
    }
}

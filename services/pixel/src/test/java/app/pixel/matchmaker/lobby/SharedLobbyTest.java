// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import static app.pixel.EventLoop.onEventLoop;
import static app.pixel.EventLoop.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas on one real Redis, as their matchmakers see them. */
@Tag("slow")
class SharedLobbyTest {

    private static final Duration PLACE_KEPT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private Vertx vertx;
    private RedisServer redis;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        redis = new RedisServer(folder, true);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
        redis.close();
    }

    private static RedisLobby.Sharing sharing(Duration lease, Duration patience) {
        return new RedisLobby.Sharing(
                "test", PLACE_KEPT, Duration.ofSeconds(30), lease, patience, Duration.ofMillis(500));
    }

    /** One replica's lobby with an event loop of its own, on which everything is done. */
    private final class Replica {

        final BlockingQueue<Match> matches = new LinkedBlockingQueue<>();
        private final BlockingQueue<Long> changes = new LinkedBlockingQueue<>();
        private final Context context = vertx.getOrCreateContext();
        final RedisLobby lobby;

        Replica() {
            this(sharing(Duration.ofSeconds(5), Duration.ofSeconds(30)));
        }

        Replica(RedisLobby.Sharing sharing) {
            lobby = new RedisLobby(vertx, new LobbyUrl(redis.url()), sharing);
        }

        Replica open() {
            soon(opening());
            return this;
        }

        Future<Void> opening() {
            return on(() -> lobby.open(matches::add, () -> changes.add(0L)));
        }

        Future<Void> record(LobbyEvent event) {
            return on(() -> lobby.record(event));
        }

        void happens(LobbyEvent event) {
            soon(record(event));
        }

        void enters(String ticket) {
            happens(new LobbyEvent.TicketEntered(ticket, "visitor of " + ticket, lobby.replica()));
        }

        void reports(int port) {
            happens(new LobbyEvent.StreamerReported(
                    new StreamerReport("link", lobby.replica(), "10.0.0.1", port, true, 0)));
        }

        <T> T see(Function<LobbyState, T> look) {
            return soon(on(() -> Future.succeededFuture(look.apply(lobby.state()))));
        }

        List<String> queue() {
            return see(state -> state.waiting().stream().map(Ticket::id).toList());
        }

        void awaitOpen(boolean wanted) {
            awaitThat(() -> soon(on(() -> Future.succeededFuture(lobby.isOpen()))) == wanted);
        }

        /** Looks again until it is so; events travel by themselves. */
        void await(Predicate<LobbyState> wanted) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!see(wanted::test)) {
                assertThat(System.nanoTime()).as(described(this)).isLessThan(deadline);
            }
        }

        Match match() {
            try {
                Match match = matches.poll(10, TimeUnit.SECONDS);
                assertThat(match).as("a match").isNotNull();
                return java.util.Objects.requireNonNull(match);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        void close() {
            soon(on(lobby::close));
        }

        private <T> Future<T> on(java.util.function.Supplier<Future<T>> task) {
            return onEventLoop(context, task);
        }
    }

    /** Looks again until it is so. */
    private static void awaitThat(BooleanSupplier wanted) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!wanted.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    private static String described(Replica replica) {
        return replica.see(state -> {
            LobbySnapshot all = state.snapshot();
            List<String> lines = new ArrayList<>();
            all.tickets().stream().map(Ticket::toString).sorted().forEach(lines::add);
            all.streamers().stream()
                    .sorted(Comparator.comparing(PooledStreamer::id))
                    .map(PooledStreamer::toString)
                    .forEach(lines::add);
            lines.add(new TreeMap<>(all.holders()).toString());
            return String.join("\n", lines) + "\n" + state.demand();
        });
    }

    /** Both have read everything that either has recorded so far. */
    private static void settle(Replica... replicas) {
        for (Replica one : replicas) {
            String marker = "marker" + System.nanoTime();
            one.happens(new LobbyEvent.TicketEntered(marker, marker, one.lobby.replica()));
            for (Replica other : replicas) {
                other.await(state -> state.ticket(marker).isPresent());
            }
            one.happens(new LobbyEvent.TicketLeft(marker));
            for (Replica other : replicas) {
                other.await(state -> state.ticket(marker).isEmpty());
            }
        }
    }

    @Test
    void of_two_replicas_with_one_queue_each_hears_of_its_own_matches() {
        Replica one = new Replica().open();
        Replica two = new Replica().open();
        one.enters("a");
        two.enters("b");
        one.enters("c");
        assertThat(one.queue()).containsExactly("a", "b", "c");
        two.await(state -> state.waiting().size() == 3);
        assertThat(two.queue()).containsExactly("a", "b", "c");

        one.reports(1);
        two.reports(2);
        assertThat(one.match().ticket().id()).isEqualTo("a");
        assertThat(two.match().ticket().id()).isEqualTo("b");
        settle(one, two);
        assertThat(one.matches).isEmpty();
        assertThat(two.matches).isEmpty();
        assertThat(described(one)).isEqualTo(described(two));
        assertThat(one.see(LobbyState::demand)).isEqualTo(new Demand(3, 1, 2, 2, 0));
    }

    @Test
    void random_events_over_two_replicas_never_give_a_streamer_twice() {
        Replica one = new Replica().open();
        Replica two = new Replica().open();
        List<Replica> replicas = List.of(one, two);
        LobbyModel model = new LobbyModel(7, List.of(one.lobby.replica(), two.lobby.replica()));
        java.util.Random random = new java.util.Random(7);
        List<Future<Void>> said = new ArrayList<>();
        for (int step = 0; step < 2_000; step++) {
            LobbyEvent event = model.next();
            model.happened(event, List.of(), 0);
            said.add(replicas.get(random.nextInt(2)).record(event));
            if (step % 50 == 0) {
                for (Replica replica : replicas) {
                    assertThat(replica.see(SharedLobbyTest::doublyHeld)).isEmpty();
                }
            }
        }
        soon(Future.join(said));
        settle(one, two);
        assertThat(one.see(SharedLobbyTest::doublyHeld)).isEmpty();
        Set<String> told = new HashSet<>();
        for (Replica replica : replicas) {
            replica.matches.forEach(match -> told.add(match.ticket().id()));
        }
        assertThat(told).hasSizeGreaterThan(20);
    }

    private static List<String> doublyHeld(LobbyState lobby) {
        Set<String> held = new HashSet<>();
        return lobby.tickets().stream()
                .flatMap(ticket -> ticket.streamer().stream())
                .filter(streamer -> !held.add(streamer))
                .toList();
    }

    @Test
    void a_dead_replica_s_visitors_have_their_places_on_another_one() {
        Replica dying = new Replica().open();
        Replica other = new Replica().open();
        dying.enters("a");
        other.enters("b");
        dying.happens(new LobbyEvent.StreamerReported(
                new StreamerReport("link", dying.lobby.replica(), "10.0.0.1", 9, false, 0)));
        other.await(state -> state.waiting().size() == 2 && state.streamers().size() == 1);
        dying.context.runOnContext(turn -> dying.lobby.abandon());
        other.await(state -> state.streamers().isEmpty());
        assertThat(other.queue()).containsExactly("b");
        other.happens(new LobbyEvent.TicketEntered("a2", "visitor of a", other.lobby.replica()));
        assertThat(other.queue()).containsExactly("a2", "b");
    }

    @Test
    void a_newcomer_knows_everything_from_a_snapshot_with_later_entries() {
        Replica one = new Replica().open();
        IntStream.range(0, 350)
                .forEach(ticket ->
                        one.record(new LobbyEvent.TicketEntered("t" + ticket, "v" + ticket, one.lobby.replica())));
        one.enters("last");
        one.reports(1);
        assertThat(one.match().ticket().id()).isEqualTo("t0");
        Replica two = new Replica().open();
        settle(one, two);
        assertThat(described(two)).isEqualTo(described(one));
        awaitThat(() -> Integer.parseInt(redis.command("XLEN", "{test}:events").substring(1)) < 300);
        Replica three = new Replica().open();
        settle(one, three);
        assertThat(described(three)).isEqualTo(described(one));
    }

    @Test
    void an_outage_of_redis_costs_no_ticket_its_place() {
        Replica one = new Replica().open();
        Replica two = new Replica().open();
        one.enters("a");
        two.enters("b");
        redis.kill();
        Future<Void> late = two.record(new LobbyEvent.TicketEntered("c", "visitor of c", two.lobby.replica()));
        assertThat(one.queue()).startsWith("a");
        assertThat(late.isComplete()).isFalse();
        redis.startAgain();
        soon(late);
        settle(one, two);
        assertThat(one.queue()).containsExactly("a", "b", "c");
        assertThat(described(one)).isEqualTo(described(two));
        two.reports(1);
        assertThat(one.match().ticket().id()).isEqualTo("a");
    }

    @Test
    void nothing_is_lost_or_doubled_by_connections_that_are_cut() {
        Replica one = new Replica().open();
        Replica two = new Replica().open();
        List<Future<Void>> said = new ArrayList<>();
        List<String> tickets = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (int ticket = 0; ticket < 200; ticket++) {
                String id = "%d-%03d".formatted(round, ticket);
                tickets.add(id);
                said.add(one.record(new LobbyEvent.TicketEntered(id, "v" + id, one.lobby.replica())));
            }
            redis.command("CLIENT", "KILL", "TYPE", "normal");
        }
        soon(Future.join(said));
        settle(one, two);
        assertThat(one.queue()).isEqualTo(tickets);
        assertThat(described(two)).isEqualTo(described(one));
    }

    @Test
    void an_event_that_a_full_redis_refuses_fails_at_once() {
        Replica one = new Replica().open();
        one.enters("a");
        redis.command("CONFIG", "SET", "maxmemory", "1");
        assertThatThrownBy(() -> one.enters("b")).hasMessageContaining("OOM");
        assertThat(one.queue()).containsExactly("a");
        redis.command("CONFIG", "SET", "maxmemory", "0");
        one.enters("c");
        one.await(state -> state.waiting().size() == 3);
        assertThat(one.queue()).contains("a", "b", "c");
    }

    @Test
    void a_store_that_was_demoted_is_left_until_it_is_a_master_again() {
        Replica one = new Replica().open();
        one.enters("a");
        redis.command("REPLICAOF", "127.0.0.1", "1");
        Future<Void> late = one.record(new LobbyEvent.TicketEntered("b", "visitor of b", one.lobby.replica()));
        one.awaitOpen(false);
        assertThat(late.isComplete()).isFalse();
        redis.command("REPLICAOF", "NO", "ONE");
        soon(late);
        assertThat(one.queue()).containsExactly("a", "b");
    }

    @Test
    void a_store_that_is_a_replica_is_not_connected_to() {
        redis.command("REPLICAOF", "127.0.0.1", "1");
        assertThatThrownBy(() -> soon(LobbyStore.connect(vertx, new LobbyUrl(redis.url()), "test")))
                .hasMessageContaining("replica of another one");
    }

    @Test
    void an_event_that_its_writer_sends_twice_is_taken_once() {
        LobbyStore store = soon(LobbyStore.connect(vertx, new LobbyUrl(redis.url()), "test"));
        assertThat(soon(store.add("writer", 1, "{}"))).isEqualTo(1);
        assertThat(soon(store.add("writer", 1, "{}"))).isZero();
        assertThat(soon(store.add("writer", 2, "{}"))).isEqualTo(2);
        assertThat(soon(store.add("another", 1, "{}"))).isEqualTo(3);
        List<LobbyStore.Entry> entries = soon(store.after(LobbyStore.START, false));
        assertThat(entries).extracting(LobbyStore.Entry::number).containsExactly(1L, 2L, 3L);
        store.close();
    }

    @Test
    void snapshots_only_move_forward() {
        LobbyStore store = soon(LobbyStore.connect(vertx, new LobbyUrl(redis.url()), "test"));
        for (int sequence = 1; sequence <= 3; sequence++) {
            soon(store.add("writer", sequence, "{}"));
        }
        List<LobbyStore.Entry> entries = soon(store.after(LobbyStore.START, false));

        assertThat(soon(store.snapshot(2, entries.get(1).id(), "two"))).isTrue();
        assertThat(soon(store.snapshot(1, entries.get(0).id(), "one"))).isFalse();
        assertThat(soon(store.snapshot(4, entries.get(2).id(), "none"))).isFalse();
        assertThat(soon(store.snapshot(3, "1-1", "gone"))).isFalse();
        assertThat(soon(store.snapshot()))
                .isEqualTo(new LobbyStore.Snapshot(entries.get(1).id(), 2, "two"));
        store.close();
    }

    @Test
    void an_event_that_waits_for_redis_too_long_fails() {
        Replica one = new Replica(sharing(Duration.ofSeconds(1), Duration.ofMillis(200))).open();
        redis.kill();
        assertThatThrownBy(() -> one.happens(new LobbyEvent.TicketLeft("a")))
                .hasMessageContaining("did not answer in time");
    }

    @Test
    void when_redis_has_lost_everything_the_replicas_restore_the_old_order() {
        redis.close();
        redis = new RedisServer(folder, false);
        Replica one = new Replica().open();
        Replica two = new Replica().open();
        one.enters("a");
        one.reports(1);
        assertThat(one.match().ticket().id()).isEqualTo("a");
        one.happens(new LobbyEvent.OfferAccepted("a"));
        two.enters("b");
        one.enters("c");
        two.enters("d");
        redis.kill();
        redis.startAgain();
        Predicate<LobbyState> whole = state -> state.holderOf("10.0.0.1:1").isPresent()
                && state.ticket("a")
                        .filter(ticket -> ticket.phase() instanceof Ticket.Phase.Playing)
                        .isPresent()
                && state.demand().equals(new Demand(4, 3, 1, 1, 0));
        one.await(whole);
        two.await(whole);
        assertThat(one.queue()).containsExactly("b", "c", "d");
        assertThat(two.queue()).containsExactly("b", "c", "d");
        assertThat(one.matches).isEmpty();
    }

    @Test
    void foreign_entries_of_the_stream_are_skipped() {
        Replica one = new Replica().open();
        one.enters("a");
        redis.command("XADD", "{test}:events", "*", "hello", "world");
        redis.command("XADD", "{test}:events", "*", "number", "x", "event", "{}");
        for (String nonsense : List.of("", "null", "{}", "[]", "7", "{\"event\":\"party\"}", "{\"a\":".repeat(2_000))) {
            redis.command("EVAL", NEXT, "2", "{test}:events", "{test}:number", nonsense);
        }
        one.enters("b");
        assertThat(one.queue()).containsExactly("a", "b");
        Replica two = new Replica().open();
        settle(one, two);
        assertThat(two.queue()).containsExactly("a", "b");
    }

    private static final String NEXT = """
            redis.call('XADD', KEYS[1], '*', 'number', redis.call('INCR', KEYS[2]), 'writer', 'w', 'sequence', '1',
                    'event', ARGV[1])
            """;

    @Test
    void missing_entries_make_a_replica_start_from_the_snapshot() {
        Replica one = new Replica().open();
        one.enters("a");
        redis.command("INCR", "{test}:number");
        one.enters("b");
        Replica two = new Replica().open();
        one.await(state -> state.waiting().size() == 2);
        two.await(state -> state.waiting().size() == 2);
        assertThat(one.queue()).containsExactly("a", "b");
        assertThat(two.queue()).containsExactly("a", "b");
    }

    @Test
    void a_snapshot_that_makes_no_sense_is_made_anew() {
        Replica one = new Replica().open();
        one.enters("a");
        redis.command("HSET", "{test}:snapshot", "number", "1", "id", "1-1", "state", "nonsense");
        Replica two = new Replica().open();
        two.await(state -> state.waiting().size() == 1);
        two.enters("b");
        one.await(state -> state.waiting().size() == 2);
        assertThat(one.queue()).containsExactly("a", "b");
    }

    @Test
    void a_replica_that_stops_publishes_its_last_events_first() {
        Replica one = new Replica().open();
        Replica two = new Replica().open();
        one.enters("a");
        Future<Void> left = one.record(new LobbyEvent.TicketLeft("a"));
        one.close();
        soon(left);
        two.await(state -> state.tickets().isEmpty());
    }
}

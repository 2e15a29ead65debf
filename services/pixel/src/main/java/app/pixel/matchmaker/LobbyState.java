// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.Ticket.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SequencedCollection;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The lobby as a deterministic machine: the same events with the same times make the same state and the same matches,
 * which is what lets several replicas agree without talking to each other.
 *
 * <p>Each event costs O(log n) in tickets and streamers, except a replica's death, which looks at every ticket once.
 * Times are milliseconds and never go back. Not thread-safe: whoever applies events owns it.
 */
final class LobbyState {

    private final long placeKept;
    private final long lease;

    private final Map<String, Ticket> tickets = new HashMap<>();
    private final Map<String, TreeMap<Long, Ticket>> byVisitor = new HashMap<>();
    private final TreeMap<Long, Ticket> waiting = new TreeMap<>();
    private final Map<String, Streamer> streamers = new HashMap<>();
    private final TreeSet<Streamer> free = new TreeSet<>(MatchingPolicy.BEST_FIRST);
    /** Streamer to the ticket that has it; outlives the streamer's registration, so that reconnecting frees nothing. */
    private final Map<String, String> holders = new HashMap<>();

    private final Map<String, Long> aliveUntil = new HashMap<>();
    /** May hold outdated entries; what is due is looked at again before anything happens to it. */
    private final PriorityQueue<Deadline> deadlines = new PriorityQueue<>(Comparator.comparingLong(Deadline::at));

    private long now;
    private long nextRank;
    private int away;
    private long queueVersion;

    private enum Due {
        PLACE,
        STREAMER,
        REPLICA
    }

    private record Deadline(long at, Due due, String key) {}

    LobbyState(Duration placeKept, Duration lease) {
        this.placeKept = placeKept.toMillis();
        this.lease = lease.toMillis();
    }

    /** The matches that this event, or the time that passed before it, made possible. */
    List<Match> apply(LobbyEvent event, long time) {
        now = Math.max(now, time);
        switch (event) {
            case LobbyEvent.TicketEntered entered -> enter(entered);
            case LobbyEvent.TicketLeft left -> ticket(left.ticket()).ifPresent(this::remove);
            case LobbyEvent.TicketSteppedAway lost -> ticket(lost.ticket()).ifPresent(this::stepAway);
            case LobbyEvent.OfferAccepted accepted -> ticket(accepted.ticket()).ifPresent(this::accept);
            case LobbyEvent.OfferFailed failed -> ticket(failed.ticket()).ifPresent(this::offerFailed);
            case LobbyEvent.StreamDropped dropped -> ticket(dropped.ticket()).ifPresent(this::drop);
            case LobbyEvent.StreamerReported reported -> report(reported.report());
            case LobbyEvent.StreamerLost lost -> lose(lost.streamer(), lost.link());
            case LobbyEvent.ReplicaAlive alive -> renewLease(alive.replica());
        }
        expire();
        return matches();
    }

    /** Those who wait, first the one whose turn it is. */
    SequencedCollection<Ticket> waiting() {
        return Collections.unmodifiableSequencedCollection(waiting.sequencedValues());
    }

    Collection<Streamer> streamers() {
        return Collections.unmodifiableCollection(streamers.values());
    }

    Optional<Ticket> ticket(String id) {
        return Optional.ofNullable(tickets.get(id));
    }

    /** Changes whenever anybody's position may have changed. */
    long queueVersion() {
        return queueVersion;
    }

    Demand demand() {
        int ready = (int) streamers.values().stream()
                .filter(streamer -> streamer.report().ready())
                .count();
        return new Demand(tickets.size() - away, waiting.size(), streamers.size(), ready, free.size());
    }

    private void enter(LobbyEvent.TicketEntered entered) {
        Optional<Ticket> kept =
                ofVisitor(entered.visitor()).stream().filter(Ticket::isAway).findFirst();
        kept.ifPresent(this::remove);
        long rank = kept.map(Ticket::rank).orElseGet(() -> nextRank++);
        put(new Ticket(entered.ticket(), entered.visitor(), entered.replica(), rank, new Phase.Waiting()));
    }

    /** The place goes to a later ticket of the same visitor, who is back already; else it is kept for a while. */
    private void stepAway(Ticket ticket) {
        remove(ticket);
        Optional<Ticket> later = ofVisitor(ticket.visitor()).stream()
                .filter(other -> other.phase() instanceof Phase.Waiting && other.rank() > ticket.rank())
                .findFirst();
        if (later.isPresent()) {
            remove(later.get());
            put(later.get().withRank(ticket.rank()));
        } else {
            put(ticket.in(new Phase.Away(now + placeKept)));
            deadlines.add(new Deadline(now + placeKept, Due.PLACE, ticket.id()));
        }
    }

    private void accept(Ticket ticket) {
        if (ticket.phase() instanceof Phase.Offered(String streamer)) {
            put(ticket.in(new Phase.Playing(streamer)));
            update(streamer, known -> known.proven());
        }
    }

    private void offerFailed(Ticket ticket) {
        if (ticket.phase() instanceof Phase.Offered(String streamer)) {
            put(ticket.in(new Phase.Waiting()));
            suspect(streamer);
        }
    }

    private void drop(Ticket ticket) {
        String streamer = streamerOf(ticket);
        stepAway(ticket);
        if (streamer != null) {
            suspect(streamer);
        }
    }

    private void report(StreamerReport report) {
        String id = report.streamerId();
        Streamer known = streamers.get(id);
        set(known == null ? Streamer.reported(report, holders.containsKey(id), now) : known.reportedAgain(report, now));
        if (!aliveUntil.containsKey(report.replica())) {
            renewLease(report.replica());
        }
    }

    private void lose(String id, String link) {
        Streamer known = streamers.get(id);
        if (known != null && known.report().link().equals(link)) {
            free.remove(known);
            streamers.remove(id);
        }
    }

    private void suspect(String id) {
        holders.remove(id);
        update(id, known -> known.suspected(now));
        Streamer suspected = streamers.get(id);
        if (suspected != null) {
            deadlines.add(new Deadline(suspected.suspendedUntil(), Due.STREAMER, id));
        }
    }

    private void renewLease(String replica) {
        if (aliveUntil.put(replica, now + lease) == null) {
            deadlines.add(new Deadline(now + lease, Due.REPLICA, replica));
        }
    }

    private void expire() {
        for (Deadline next = deadlines.peek(); next != null && next.at() <= now; next = deadlines.peek()) {
            deadlines.remove();
            switch (next.due()) {
                case PLACE -> ticket(next.key()).filter(this::isForgotten).ifPresent(this::remove);
                case STREAMER -> update(next.key(), known -> known);
                case REPLICA -> expireReplica(next.key());
            }
        }
    }

    private boolean isForgotten(Ticket ticket) {
        return ticket.phase() instanceof Phase.Away(long until) && until <= now;
    }

    /** Visitors of a dead replica come back to another one; its streamers report there. */
    private void expireReplica(String replica) {
        long until = aliveUntil.getOrDefault(replica, 0L);
        if (until > now) {
            deadlines.add(new Deadline(until, Due.REPLICA, replica));
            return;
        }
        aliveUntil.remove(replica);
        List<Ticket> orphans = tickets.values().stream()
                .filter(ticket -> ticket.replica().equals(replica) && !ticket.isAway())
                .sorted(Comparator.comparingLong(Ticket::rank))
                .toList();
        orphans.forEach(this::stepAway);
        List<Streamer> silent = streamers.values().stream()
                .filter(streamer -> streamer.report().replica().equals(replica))
                .toList();
        silent.forEach(streamer -> lose(streamer.id(), streamer.report().link()));
    }

    private List<Match> matches() {
        List<Match> matches = new ArrayList<>();
        while (!waiting.isEmpty() && !free.isEmpty()) {
            Ticket oldest = waiting.firstEntry().getValue();
            Streamer best = free.first();
            holders.put(best.id(), oldest.id());
            set(best.taken());
            Ticket offered = oldest.in(new Phase.Offered(best.id()));
            put(offered);
            matches.add(new Match(offered, best.report()));
        }
        return matches;
    }

    // Everything below keeps the indexes true; nothing above touches an index's entries otherwise.

    private Collection<Ticket> ofVisitor(String visitor) {
        return byVisitor.getOrDefault(visitor, new TreeMap<>()).values();
    }

    private void put(Ticket ticket) {
        forget(tickets.put(ticket.id(), ticket));
        byVisitor.computeIfAbsent(ticket.visitor(), visitor -> new TreeMap<>()).put(ticket.rank(), ticket);
        if (ticket.phase() instanceof Phase.Waiting) {
            waiting.put(ticket.rank(), ticket);
            queueVersion++;
        }
        away += ticket.isAway() ? 1 : 0;
    }

    /** Takes a ticket out, and gives its streamer back. */
    private void remove(Ticket ticket) {
        forget(tickets.remove(ticket.id()));
        String streamer = streamerOf(ticket);
        if (streamer != null && ticket.id().equals(holders.get(streamer))) {
            holders.remove(streamer);
            update(streamer, known -> known.released(now));
        }
    }

    private void forget(@Nullable Ticket former) {
        if (former == null) {
            return;
        }
        TreeMap<Long, Ticket> siblings = byVisitor.getOrDefault(former.visitor(), new TreeMap<>());
        siblings.remove(former.rank());
        if (siblings.isEmpty()) {
            byVisitor.remove(former.visitor());
        }
        if (waiting.remove(former.rank(), former)) {
            queueVersion++;
        }
        away -= former.isAway() ? 1 : 0;
    }

    private void update(String id, java.util.function.UnaryOperator<Streamer> change) {
        Streamer known = streamers.get(id);
        if (known != null) {
            set(change.apply(known));
        }
    }

    private void set(Streamer streamer) {
        Streamer former = streamers.put(streamer.id(), streamer);
        if (former != null) {
            free.remove(former);
        }
        if (MatchingPolicy.isFree(streamer, now)) {
            free.add(streamer);
        }
    }

    private static @Nullable String streamerOf(Ticket ticket) {
        return switch (ticket.phase()) {
            case Phase.Offered(String streamer) -> streamer;
            case Phase.Playing(String streamer) -> streamer;
            case Phase.Waiting ignored -> null;
            case Phase.Away ignored -> null;
        };
    }
}

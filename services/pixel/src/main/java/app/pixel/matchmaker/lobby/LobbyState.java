// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import app.pixel.matchmaker.lobby.Deadlines.Deadline;
import app.pixel.matchmaker.lobby.Deadlines.Due;
import app.pixel.matchmaker.lobby.Ticket.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The lobby as a deterministic machine: the same events with the same times make the same state and the same matches,
 * which is what lets several replicas agree without talking to each other.
 *
 * <p>Each event costs O(log n) in tickets and streamers, except a replica's death, which looks at every ticket once.
 * Times are milliseconds and never go back. Not thread-safe: whoever applies events owns it.
 */
public final class LobbyState {

    private final Deadlines deadlines = new Deadlines();
    private final Tickets tickets;
    private final Streamers streamers = new Streamers();
    private final Leases leases;

    private long now;
    private long placeKept;
    private long nextRank;

    /** @param lease how long a replica is believed to live after it last said so */
    LobbyState(Duration lease) {
        this(lease, new Tickets(Tickets.OLDEST_FIRST));
    }

    LobbyState(Duration lease, Tickets tickets) {
        this.tickets = tickets;
        leases = new Leases(lease, deadlines);
    }

    LobbyState(Duration lease, LobbySnapshot from) {
        this(lease);
        now = from.now();
        placeKept = from.placeKept();
        nextRank = from.nextRank();
        from.tickets().forEach(this::put);
        from.holders().forEach((streamer, ticket) -> streamers.hold(streamer, ticket, now));
        from.streamers().forEach(this::set);
        from.aliveUntil().forEach(leases::add);
    }

    LobbySnapshot snapshot() {
        return new LobbySnapshot(
                now,
                placeKept,
                nextRank,
                List.copyOf(tickets.all()),
                List.copyOf(streamers.all()),
                Map.copyOf(streamers.holders()),
                Map.copyOf(leases.ends()));
    }

    /** The matches that this event, or the time that passed before it, made possible. */
    List<Match> apply(LobbyEvent event, long time) {
        now = Math.max(now, time);
        switch (event) {
            case LobbyEvent.TicketEntered entered -> enter(entered);
            case LobbyEvent.TicketRestored restored -> restore(restored);
            case LobbyEvent.TicketLeft left -> ticket(left.ticket()).ifPresent(this::remove);
            case LobbyEvent.TicketSteppedAway lost -> ticket(lost.ticket()).ifPresent(this::stepAway);
            case LobbyEvent.OfferAccepted accepted -> ticket(accepted.ticket()).ifPresent(this::accept);
            case LobbyEvent.OfferFailed failed -> ticket(failed.ticket()).ifPresent(this::offerFailed);
            case LobbyEvent.StreamDropped dropped -> ticket(dropped.ticket()).ifPresent(this::drop);
            case LobbyEvent.AddressAsked asked -> handOut(asked.request());
            case LobbyEvent.StreamerReported reported -> report(reported.report());
            case LobbyEvent.StreamerLost lost -> lose(lost.streamer(), lost.link());
            case LobbyEvent.ReplicaAlive alive -> renew(alive);
        }
        expire();
        return matches();
    }

    /** Those who wait, first the one whose turn it is. */
    public SequencedSet<Ticket> waiting() {
        return tickets.waiting();
    }

    public Collection<Ticket> tickets() {
        return tickets.all();
    }

    public Collection<Streamer> streamers() {
        return streamers.all();
    }

    public Optional<Ticket> ticket(String id) {
        return tickets.find(id);
    }

    public Optional<Streamer> streamer(String id) {
        return streamers.find(id);
    }

    /** The ticket that has a streamer. */
    public Optional<String> holderOf(String streamer) {
        return Optional.ofNullable(streamers.holders().get(streamer));
    }

    /** The streamer whose address this request was given. */
    public Optional<StreamerReport> handedOutTo(String request) {
        return streamers.all().stream()
                .filter(streamer ->
                        streamer.handOut() instanceof Streamer.HandOut(String to, long until) && to.equals(request))
                .map(Streamer::report)
                .findFirst();
    }

    /** Changes whenever anybody's position may have changed. */
    public long queueVersion() {
        return tickets.queueVersion();
    }

    public Demand demand() {
        int ready = (int) streamers.all().stream()
                .filter(streamer -> streamer.report().ready())
                .count();
        return new Demand(
                tickets.present(), tickets.waiting().size(), streamers.all().size(), ready, streamers.free());
    }

    private void enter(LobbyEvent.TicketEntered entered) {
        if (ticket(entered.ticket()).filter(known -> !known.isAway()).isPresent()) {
            return;
        }
        leases.believeIn(entered.replica(), now);
        Optional<Ticket> kept = tickets.ofVisitor(entered.visitor()).stream()
                .filter(Ticket::isAway)
                .findFirst();
        kept.ifPresent(this::remove);
        long rank = kept.map(Ticket::rank).orElseGet(() -> nextRank++);
        put(new Ticket(entered.ticket(), entered.visitor(), entered.replica(), rank, new Phase.Waiting()));
    }

    private void restore(LobbyEvent.TicketRestored restored) {
        Optional<Ticket> known = ticket(restored.ticket());
        Optional<String> has = known.flatMap(Ticket::streamer);
        if (has.isPresent() && (restored.streamer().isEmpty() || has.get().equals(restored.streamer()))) {
            return;
        }
        known.ifPresent(this::remove);
        leases.believeIn(restored.replica(), now);
        nextRank = Math.max(nextRank, restored.rank() + 1);
        String streamer = restored.streamer();
        Ticket ticket = new Ticket(
                restored.ticket(), restored.visitor(), restored.replica(), restored.rank(), new Phase.Waiting());
        if (streamer.isEmpty()) {
            put(ticket);
        } else if (!streamers.isHeld(streamer)) {
            streamers.hold(streamer, ticket.id(), now);
            put(ticket.in(new Phase.Offered(streamer)));
        }
    }

    /** The place goes to a later ticket of the same visitor, who is back already; else it is kept for a while. */
    private void stepAway(Ticket ticket) {
        if (ticket.isAway()) {
            return;
        }
        remove(ticket);
        Optional<Ticket> later = tickets.ofVisitor(ticket.visitor()).stream()
                .filter(other -> other.phase() instanceof Phase.Waiting && other.rank() > ticket.rank())
                .findFirst();
        if (later.isPresent()) {
            put(later.get().withRank(ticket.rank()));
        } else {
            put(ticket.in(new Phase.Away(now + placeKept)));
        }
    }

    private void accept(Ticket ticket) {
        if (ticket.phase() instanceof Phase.Offered(String streamer)) {
            put(ticket.in(new Phase.Playing(streamer)));
            streamers.update(streamer, now, Streamer::proven);
        }
    }

    private void offerFailed(Ticket ticket) {
        if (ticket.phase() instanceof Phase.Offered(String streamer)) {
            put(ticket.in(new Phase.Waiting()));
            suspect(streamer, ticket);
        }
    }

    private void drop(Ticket ticket) {
        Optional<String> streamer = ticket.streamer();
        stepAway(ticket);
        streamer.ifPresent(lost -> suspect(lost, ticket));
    }

    /** Whoever waits comes first: as long as anybody does, nothing is free. */
    private void handOut(String request) {
        streamers
                .bestFree()
                .ifPresent(best -> set(best.handedOut(new Streamer.HandOut(request, now + MatchingPolicy.HAND_OUT))));
    }

    private void report(StreamerReport report) {
        streamers.report(report, now);
        leases.believeIn(report.replica(), now);
    }

    private void lose(String id, String link) {
        streamers.find(id).filter(known -> known.report().link().equals(link)).ifPresent(known -> streamers.remove(id));
    }

    private void suspect(String id, Ticket ticket) {
        streamers.suspect(id, ticket.id(), now);
        streamers.find(id).ifPresent(this::set);
    }

    private void renew(LobbyEvent.ReplicaAlive alive) {
        placeKept = alive.placeKept();
        leases.renew(alive.replica(), now);
    }

    private void expire() {
        for (Optional<Deadline> due = deadlines.next(now); due.isPresent(); due = deadlines.next(now)) {
            String key = due.get().key();
            switch (due.get().due()) {
                case PLACE -> ticket(key).filter(this::isForgotten).ifPresent(this::remove);
                case STREAMER -> streamers.update(key, now, known -> known);
                case REPLICA -> expireReplica(key);
            }
        }
    }

    private boolean isForgotten(Ticket ticket) {
        return ticket.phase() instanceof Phase.Away(long until) && until <= now;
    }

    /** Visitors of a dead replica come back to another one; its streamers report there. */
    private void expireReplica(String replica) {
        if (!leases.endsNow(replica, now)) {
            return;
        }
        tickets.all().stream()
                .filter(ticket -> ticket.replica().equals(replica))
                .sorted(Comparator.comparingLong(Ticket::rank).thenComparing(Ticket::id))
                .map(Ticket::id)
                .toList()
                .forEach(id -> ticket(id).ifPresent(this::stepAway));
        streamers.all().stream()
                .filter(streamer -> streamer.report().replica().equals(replica))
                .toList()
                .forEach(silent -> streamers.remove(silent.id()));
    }

    private List<Match> matches() {
        List<Match> matches = new ArrayList<>();
        for (Optional<Streamer> best = streamers.bestFree();
                best.isPresent() && !tickets.waiting().isEmpty();
                best = streamers.bestFree()) {
            Ticket oldest = tickets.waiting().getFirst();
            Ticket offered = oldest.in(new Phase.Offered(best.get().id()));
            streamers.hold(best.get().id(), oldest.id(), now);
            put(offered);
            matches.add(new Match(offered, best.get().report()));
        }
        return matches;
    }

    private void put(Ticket ticket) {
        tickets.put(ticket);
        if (ticket.phase() instanceof Phase.Away(long until)) {
            deadlines.add(until, Due.PLACE, ticket.id());
        }
    }

    /** Takes a ticket out, and gives its streamer back. */
    private void remove(Ticket ticket) {
        tickets.remove(ticket.id());
        ticket.streamer().ifPresent(streamer -> streamers.release(streamer, ticket.id(), now));
    }

    /** A streamer that time alone keeps from being free is looked at again when that time has come. */
    private void set(Streamer streamer) {
        streamers.set(streamer, now);
        long freeFrom = MatchingPolicy.freeFrom(streamer);
        if (freeFrom > now) {
            deadlines.add(freeFrom, Due.STREAMER, streamer.id());
        }
    }
}

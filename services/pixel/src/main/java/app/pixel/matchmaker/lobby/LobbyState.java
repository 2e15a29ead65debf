// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import app.pixel.matchmaker.lobby.Deadlines.Deadline;
import app.pixel.matchmaker.lobby.Ticket.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedSet;
import java.util.Set;

/**
 * The lobby as a deterministic machine: the same events with the same times make the same state and the same matches.
 * So several replicas agree without talking to each other.
 *
 * <p>Each event costs O(log n) in tickets and streamers, except a replica's death, which looks at every ticket once.
 * Times are milliseconds and never go back. Not thread-safe: one event loop owns it.
 */
public final class LobbyState {

    private static final int BEATS_PER_STEP = 2;

    private final LobbyTime time;
    private final Deadlines deadlines = new Deadlines();
    private final Tickets tickets;
    private final Seats seats;
    private final StreamerPool streamers;
    private final Leases leases;
    private final Sessions sessions;
    private final Matching matching;
    private long nextRank;

    /** @param lease how long a replica is believed to live after it last said so */
    LobbyState(Duration lease) {
        this(lease, new Tickets(Tickets.OLDEST_FIRST));
    }

    LobbyState(Duration lease, Tickets tickets) {
        this.tickets = tickets;
        time = new LobbyTime(BEATS_PER_STEP * lease.toMillis() / Leases.BEATS);
        seats = new Seats(time, deadlines, tickets);
        streamers = seats.streamers();
        leases = new Leases(lease, deadlines);
        sessions = new Sessions(time, seats, leases, () -> nextRank++);
        matching = new Matching(time, seats, leases);
    }

    LobbyState(Duration lease, LobbySnapshot from) {
        this(lease);
        time.set(from.now(), from.clock());
        seats.keepPlaces(from.placeKept());
        sessions.leaseFor(from.sessionLease());
        nextRank = from.nextRank();
        from.tickets().forEach(seats::put);
        from.holders().forEach((streamer, ticket) -> streamers.hold(streamer, ticket, time.now()));
        from.streamers().forEach(seats::set);
        from.aliveUntil().forEach(leases::add);
        leases.expect(from.unheard());
        matching.paceOf(from.waitedMatches());
    }

    LobbySnapshot snapshot() {
        return new LobbySnapshot(
                time.now(),
                time.clock(),
                seats.placeKept(),
                sessions.lease(),
                nextRank,
                List.copyOf(tickets.all()),
                List.copyOf(streamers.all()),
                Map.copyOf(streamers.holders()),
                Map.copyOf(leases.ends()),
                Set.copyOf(leases.unheard()),
                matching.pace().matches());
    }

    /** The matches that this event, or the time that passed before it, made possible. */
    List<Match> apply(LobbyEvent event, long storeTime) {
        if (time.advance(storeTime)) {
            leases.expect(leases.ends().keySet());
        }
        List<Match> matches = new ArrayList<>();
        switch (event) {
            case LobbyEvent.TicketEntered entered -> enter(entered).ifPresent(matches::add);
            case LobbyEvent.TicketRestored restored -> restore(restored);
            case LobbyEvent.TicketLeft left -> ticket(left.ticket()).ifPresent(seats::remove);
            case LobbyEvent.TicketSteppedAway lost -> ticket(lost.ticket()).ifPresent(seats::stepAway);
            case LobbyEvent.OfferAccepted accepted -> ticket(accepted.ticket()).ifPresent(matching::accepted);
            case LobbyEvent.OfferFailed failed -> ticket(failed.ticket()).ifPresent(matching::failed);
            case LobbyEvent.StreamDropped dropped -> ticket(dropped.ticket()).ifPresent(seats::drop);
            case LobbyEvent.SessionHeld held -> sessions.held(held);
            case LobbyEvent.SessionResumed resumed -> sessions.resumed(resumed);
            case LobbyEvent.SessionEnded ended -> sessions.ended(ended);
            case LobbyEvent.MediaFailed failed -> sessions.mediaFailed(failed);
            case LobbyEvent.AddressAsked asked -> matching.handOut(asked.request());
            case LobbyEvent.StreamerReported reported ->
                report(reported.report()).ifPresent(matches::add);
            case LobbyEvent.StreamerLost lost -> lose(lost.streamer(), lost.link());
            case LobbyEvent.ReplicaAlive alive -> renew(alive);
            case LobbyEvent.ReplicaStopped stopped -> stop(stopped.replica());
        }
        expire();
        matches.addAll(matching.match(event));
        return matches;
    }

    /** Those who wait, first the one whose turn it is. */
    public SequencedSet<Ticket> waiting() {
        return tickets.waiting();
    }

    public Collection<Ticket> tickets() {
        return tickets.all();
    }

    public Collection<PooledStreamer> streamers() {
        return streamers.all();
    }

    public Optional<Ticket> ticket(String id) {
        return tickets.find(id);
    }

    public Optional<PooledStreamer> streamer(String id) {
        return streamers.find(id);
    }

    /** The ticket that has a streamer. */
    public Optional<String> holderOf(String streamer) {
        return Optional.ofNullable(streamers.holders().get(streamer));
    }

    /** The streamer whose address this request was given. */
    public Optional<StreamerReport> handedOutTo(String request) {
        return streamers.all().stream()
                .filter(streamer -> streamer.handOut() instanceof PooledStreamer.HandOut(String to, long until)
                        && to.equals(request))
                .map(PooledStreamer::report)
                .findFirst();
    }

    /** The session's streamer, if the lobby knows it. */
    public Optional<StreamerReport> streamerOf(String session) {
        return streamers.all().stream()
                .map(PooledStreamer::report)
                .filter(report -> report.session(session).isPresent()
                        || seats.holder(report.streamerId(), session).isPresent())
                .findFirst();
    }

    /**
     * The time until the waiting ticket at this position gets a streamer, if matches lately went on as before.
     *
     * @param position from 1
     * @return milliseconds; empty where too little is known
     */
    public OptionalLong waitAt(int position) {
        return matching.pace().millisFor(position, time.now());
    }

    /** A visitor's tickets, the oldest first. */
    public Collection<Ticket> ticketsOf(String visitor) {
        return tickets.ofVisitor(visitor);
    }

    /** Sessions without a socket that keep their streamer. */
    public int leasedSessions() {
        return tickets.leased();
    }

    /** Changes whenever the position of a ticket may have changed. */
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

    private Optional<Match> enter(LobbyEvent.TicketEntered entered) {
        if (ticket(entered.ticket()).filter(known -> !known.isAway()).isPresent()) {
            return Optional.empty();
        }
        leases.believeIn(entered.replica(), time.now());
        Optional<Match> back = sessions.takeOver(entered.visitor(), entered.ticket(), entered.replica());
        if (back.isEmpty()) {
            queue(entered);
        }
        return back;
    }

    private void queue(LobbyEvent.TicketEntered entered) {
        Optional<Ticket> kept = tickets.ofVisitor(entered.visitor()).stream()
                .filter(Ticket::isAway)
                .findFirst();
        kept.ifPresent(seats::remove);
        long rank = kept.map(Ticket::rank).orElseGet(() -> nextRank++);
        seats.put(Ticket.waiting(entered.ticket(), entered.visitor(), entered.replica(), rank));
    }

    private void restore(LobbyEvent.TicketRestored restored) {
        Optional<Ticket> known = ticket(restored.ticket());
        Optional<String> has = known.flatMap(Ticket::streamer);
        if (has.isPresent() && (restored.streamer().isEmpty() || has.get().equals(restored.streamer()))) {
            return;
        }
        known.ifPresent(seats::remove);
        leases.believeIn(restored.replica(), time.now());
        nextRank = Math.max(nextRank, restored.rank() + 1);
        String streamer = restored.streamer();
        Phase phase = streamer.isEmpty() ? new Phase.Waiting() : new Phase.Offered(streamer);
        Ticket ticket = new Ticket(
                restored.ticket(),
                restored.session(),
                restored.visitor(),
                restored.replica(),
                restored.rank(),
                0,
                phase);
        seats.holder(streamer, restored.session()).filter(Ticket::isLeased).ifPresent(seats::remove);
        if (streamer.isEmpty()) {
            seats.put(ticket);
        } else if (!streamers.isHeld(streamer)) {
            seats.put(ticket, streamer);
        }
    }

    private Optional<Match> report(StreamerReport report) {
        Optional<StreamerReport> before = streamer(report.streamerId()).map(PooledStreamer::report);
        streamers.report(report, time.now());
        leases.believeIn(report.replica(), time.now());
        return sessions.reported(before, report);
    }

    private void lose(String id, String link) {
        streamers.find(id).filter(known -> known.report().link().equals(link)).ifPresent(known -> streamers.remove(id));
    }

    private void renew(LobbyEvent.ReplicaAlive alive) {
        seats.keepPlaces(alive.placeKept());
        sessions.leaseFor(alive.sessionLease());
        leases.renew(alive.replica(), time.now());
    }

    private void stop(String replica) {
        leases.end(replica);
        forget(replica);
    }

    private void expire() {
        long now = time.now();
        for (Optional<Deadline> due = deadlines.next(now); due.isPresent(); due = deadlines.next(now)) {
            String key = due.get().key();
            switch (due.get().due()) {
                case HOLD -> tickets.holdNoLonger(key, now);
                case PLACE -> ticket(key).filter(this::isForgotten).ifPresent(seats::remove);
                case SESSION -> ticket(key).ifPresent(sessions::expire);
                case STREAMER -> streamers.update(key, now, known -> known);
                case REPLICA -> {
                    if (leases.endsNow(key, now)) {
                        forget(key);
                    }
                }
            }
        }
    }

    private boolean isForgotten(Ticket ticket) {
        return ticket.phase() instanceof Phase.Away(long ignored, long until) && until <= time.now();
    }

    /** Visitors of a dead replica come back to another one; its streamers report there. */
    private void forget(String replica) {
        tickets.all().stream()
                .filter(ticket -> ticket.replica().equals(replica))
                .sorted(Comparator.comparingLong(Ticket::rank).thenComparing(Ticket::id))
                .map(Ticket::id)
                .toList()
                .forEach(id -> ticket(id).ifPresent(sessions::orphan));
        streamers.all().stream()
                .filter(streamer -> streamer.report().replica().equals(replica))
                .toList()
                .forEach(silent -> streamers.remove(silent.id()));
    }
}

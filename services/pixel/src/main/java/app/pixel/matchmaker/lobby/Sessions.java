// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import app.pixel.matchmaker.lobby.Ticket.Phase;
import app.pixel.web.Report.HeldSession;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The rules of sessions that have lost their socket: the streamer stays theirs while the lease runs.
 *
 * <p>The signalling server is the authority. It holds the session and says when that is over. The lobby's own deadline
 * comes {@value #GRACE} ms later, for a server that does not say so.
 *
 * <pre>
 * {@link Ticket.Phase.Playing} → {@link Ticket.Phase.Leased} → gone
 *                ↑                      │
 *                └──────────────────────┘ {@link LobbyEvent.SessionResumed}
 * </pre>
 */
final class Sessions {

    private static final long GRACE = 5_000;
    private static final int MEDIA_FAILURES_ALLOWED = 1;

    private final LobbyTime time;
    private final Seats seats;
    private final Leases leases;
    private final LongSupplier ranks;
    private long lease;

    /** @param ranks gives the next rank, for a session that the lobby did not know */
    Sessions(LobbyTime time, Seats seats, Leases leases, LongSupplier ranks) {
        this.time = time;
        this.seats = seats;
        this.leases = leases;
        this.ranks = ranks;
    }

    long lease() {
        return lease;
    }

    /** @param millis how long a session keeps its streamer without a socket; 0 for not at all */
    void leaseFor(long millis) {
        lease = millis;
    }

    /** A visitor who comes back gets the streamer of the session that is leased, when that streamer is known. */
    Optional<Match> takeOver(String visitor, String ticket, String replica) {
        return seats.tickets().ofVisitor(visitor).stream()
                .filter(Ticket::isLeased)
                .filter(leased -> streamerOf(leased).isPresent())
                .findFirst()
                .flatMap(leased -> goOn(leased, ticket, replica));
    }

    private Optional<PooledStreamer> streamerOf(Ticket ticket) {
        return ticket.streamer().flatMap(seats.streamers()::find);
    }

    private Optional<Match> goOn(Ticket leased, String ticket, String replica) {
        return streamerOf(leased).map(streamer -> {
            Ticket next = leased.takenOverBy(ticket, replica, new Phase.Waiting());
            seats.tickets().remove(leased.id());
            seats.tickets().remove(ticket);
            return seats.offer(next, streamer);
        });
    }

    void held(LobbyEvent.SessionHeld held) {
        seats.tickets()
                .find(held.ticket())
                .filter(ticket -> ticket.replica().equals(held.replica()))
                .ifPresent(ticket -> hold(ticket.orphaned(), held.keptFor()));
    }

    /** A replica is gone with its sockets. */
    void orphan(Ticket ticket) {
        hold(ticket.orphaned(), lease);
    }

    /** Leases the streamer that the ticket has, unless an offer of a new session was all that there was. */
    private void hold(Ticket ticket, long keptFor) {
        switch (ticket.phase()) {
            case Phase.Playing(String streamer) -> lease(ticket, streamer, keptFor);
            case Phase.Leased(String streamer, long until) -> seats.replace(ticket, ticket);
            case Phase.Offered(String streamer) when ticket.continuesSession() -> lease(ticket, streamer, keptFor);
            case Phase.Offered ignored -> seats.stepAway(ticket);
            case Phase.Waiting ignored -> seats.stepAway(ticket);
            case Phase.Away ignored -> {}
        }
    }

    private void lease(Ticket ticket, String streamer, long keptFor) {
        if (lease == 0) {
            seats.stepAway(ticket);
        } else {
            long until = time.now() + Math.min(keptFor, lease) + GRACE;
            seats.replace(ticket, ticket.in(new Phase.Leased(streamer, until)));
        }
    }

    void resumed(LobbyEvent.SessionResumed resumed) {
        leases.believeIn(resumed.replica(), time.now());
        String streamer = resumed.streamer();
        Phase playing = new Phase.Playing(streamer);
        Optional<Ticket> former = seats.holder(streamer, resumed.session());
        if (former.isPresent()) {
            seats.replace(former.get(), former.get().takenOverBy(resumed.ticket(), resumed.replica(), playing));
        } else if (!seats.streamers().isHeld(streamer)) {
            seats.put(
                    new Ticket(
                            resumed.ticket(),
                            resumed.session(),
                            resumed.visitor(),
                            resumed.replica(),
                            ranks.getAsLong(),
                            0,
                            playing),
                    streamer);
        }
    }

    void ended(LobbyEvent.SessionEnded ended) {
        seats.holder(ended.streamer(), ended.session()).filter(Ticket::isLeased).ifPresent(ticket -> {
            if (ended.placeKept()) {
                seats.stepAway(ticket);
            } else {
                seats.remove(ticket);
            }
        });
    }

    void mediaFailed(LobbyEvent.MediaFailed failed) {
        seats.tickets()
                .find(failed.ticket())
                .filter(ticket -> ticket.replica().equals(failed.replica()))
                .filter(ticket -> ticket.phase() instanceof Phase.Playing)
                .map(Ticket::withMediaFailure)
                .ifPresent(ticket -> {
                    if (lease == 0 || ticket.mediaFailures() > MEDIA_FAILURES_ALLOWED) {
                        seats.drop(ticket);
                    } else {
                        hold(ticket.orphaned(), lease);
                    }
                });
    }

    /** The lease is over, and the signalling server has not said so. */
    void expire(Ticket ticket) {
        if (ticket.phase() instanceof Phase.Leased(String ignored, long until) && until <= time.now()) {
            seats.remove(ticket);
        }
    }

    /**
     * Compares two reports of a streamer with the ticket that has it.
     *
     * @param before the report that the lobby knew before
     */
    Optional<Match> reported(Optional<StreamerReport> before, StreamerReport report) {
        Optional<Ticket> holder = seats.holder(report.streamerId());
        if (lease > 0 && holder.isEmpty() && !seats.streamers().isHeld(report.streamerId())) {
            report.sessions().stream().findFirst().ifPresent(session -> learn(session, report.streamerId()));
        }
        holder.ifPresent(ticket -> compare(ticket, before, report));
        return seats.holder(report.streamerId()).filter(Ticket::isLeased).flatMap(this::returned);
    }

    /** The lobby lost its memory, and the signalling server did not. */
    private void learn(HeldSession session, String streamer) {
        if (seats.tickets().find(session.session()).isEmpty()) {
            Phase leased = new Phase.Leased(streamer, time.now() + lease + GRACE);
            long rank = ranks.getAsLong();
            seats.put(
                    new Ticket(session.session(), session.session(), session.visitor(), "", rank, 0, leased), streamer);
        }
    }

    private void compare(Ticket ticket, Optional<StreamerReport> before, StreamerReport report) {
        Optional<HeldSession> former = before.flatMap(known -> known.session(ticket.session()));
        Optional<HeldSession> session = report.session(ticket.session());
        boolean wasAttached = former.map(HeldSession::attached).orElse(true);
        if (session.isEmpty()) {
            former.filter(known -> ticket.isLeased()).ifPresent(known -> seats.remove(ticket));
        } else if (wasAttached && !session.get().attached() && ticket.phase() instanceof Phase.Playing) {
            hold(ticket, lease);
        } else if (!wasAttached
                && session.get().attached()
                && leases.ends().containsKey(ticket.replica())
                && ticket.phase() instanceof Phase.Leased(String streamer, long ignored)) {
            seats.replace(ticket, ticket.in(new Phase.Playing(streamer)));
        }
    }

    /** The visitor of a leased session waits already: for this streamer, which was not known before. */
    private Optional<Match> returned(Ticket leased) {
        return List.copyOf(seats.tickets().ofVisitor(leased.visitor())).stream()
                .filter(ticket -> ticket.phase() instanceof Phase.Waiting)
                .findFirst()
                .flatMap(waiting -> goOn(leased, waiting.id(), waiting.replica()));
    }
}

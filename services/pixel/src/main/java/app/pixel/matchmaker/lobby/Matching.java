// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import app.pixel.matchmaker.lobby.Ticket.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives free streamers to tickets and to clients that ask for an address, and takes the outcome of each offer. */
final class Matching {

    private final LobbyTime time;
    private final Seats seats;
    private final Leases leases;
    private Pace pace = new Pace(List.of());

    Matching(LobbyTime time, Seats seats, Leases leases) {
        this.time = time;
        this.seats = seats;
        this.leases = leases;
    }

    Pace pace() {
        return pace;
    }

    void paceOf(List<Long> waitedMatches) {
        pace = new Pace(waitedMatches);
    }

    /**
     * Offers free streamers to tickets, the oldest first. One streamer is kept for each older ticket that has just
     * stepped away. After an outage of the store, nothing is offered before all replicas have been heard.
     *
     * @param event whose ticket has not waited, if it enters one
     */
    List<Match> match(LobbyEvent event) {
        List<Match> matches = new ArrayList<>();
        Tickets tickets = seats.tickets();
        StreamerPool streamers = seats.streamers();
        while (leases.allHeard() && !tickets.waiting().isEmpty() && streamers.free() > 0) {
            Ticket oldest = tickets.waiting().getFirst();
            if (tickets.awayBefore(oldest, streamers.free()) >= streamers.free()) {
                return matches;
            }
            matches.add(seats.offer(oldest, streamers.bestFree().orElseThrow()));
            if (!(event instanceof LobbyEvent.TicketEntered entered
                    && entered.ticket().equals(oldest.id()))) {
                pace.matched(time.now());
            }
        }
        return matches;
    }

    void accepted(Ticket ticket) {
        if (ticket.phase() instanceof Phase.Offered(String streamer)) {
            seats.put(ticket.in(new Phase.Playing(streamer)));
            seats.streamers().update(streamer, time.now(), PooledStreamer::proven);
        }
    }

    void failed(Ticket ticket) {
        if (ticket.phase() instanceof Phase.Offered(String streamer)) {
            seats.put(ticket.afresh());
            seats.suspect(streamer, ticket);
        }
    }

    /** Gives an address away. Tickets come first, also those that have just stepped away. */
    void handOut(String request) {
        Optional<PooledStreamer> free = isOpenToStrangers() ? seats.streamers().bestFree() : Optional.empty();
        free.ifPresent(best ->
                seats.set(best.handedOut(new PooledStreamer.HandOut(request, time.now() + MatchingPolicy.HAND_OUT))));
    }

    private boolean isOpenToStrangers() {
        Tickets tickets = seats.tickets();
        return leases.allHeard()
                && tickets.waiting().isEmpty()
                && tickets.held() < seats.streamers().free();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import app.pixel.matchmaker.lobby.Deadlines.Due;
import app.pixel.matchmaker.lobby.Ticket.Phase;
import java.util.Optional;

/** Tickets, streamers and which ticket has which streamer, with the deadlines that follow. */
final class Seats {

    private final LobbyTime time;
    private final Deadlines deadlines;
    private final Tickets tickets;
    private final StreamerPool streamers = new StreamerPool();
    private long placeKept;

    Seats(LobbyTime time, Deadlines deadlines, Tickets tickets) {
        this.time = time;
        this.deadlines = deadlines;
        this.tickets = tickets;
    }

    Tickets tickets() {
        return tickets;
    }

    StreamerPool streamers() {
        return streamers;
    }

    long placeKept() {
        return placeKept;
    }

    void keepPlaces(long millis) {
        placeKept = millis;
    }

    /** The ticket that has a streamer, if it has a session of this name. */
    Optional<Ticket> holder(String streamer, String session) {
        return holder(streamer).filter(ticket -> ticket.session().equals(session));
    }

    Optional<Ticket> holder(String streamer) {
        return Optional.ofNullable(streamers.holders().get(streamer)).flatMap(tickets::find);
    }

    void put(Ticket ticket) {
        tickets.put(ticket);
        if (ticket.phase() instanceof Phase.Away(long since, long until)) {
            deadlines.add(since + MatchingPolicy.HOLD_FOR_THE_OLDER, Due.HOLD, ticket.id());
            deadlines.add(until, Due.PLACE, ticket.id());
        } else if (ticket.phase() instanceof Phase.Leased(String ignored, long until)) {
            deadlines.add(until, Due.SESSION, ticket.id());
        }
    }

    /** Puts a ticket that has this streamer from now on. */
    void put(Ticket ticket, String streamer) {
        streamers.hold(streamer, ticket.id(), time.now());
        put(ticket);
    }

    /** Another ticket has the streamer from now on. */
    void replace(Ticket former, Ticket next) {
        tickets.remove(former.id());
        next.streamer().ifPresentOrElse(streamer -> put(next, streamer), () -> put(next));
    }

    /** Takes a ticket out, and gives its streamer back. */
    void remove(Ticket ticket) {
        tickets.remove(ticket.id());
        ticket.streamer().ifPresent(streamer -> streamers.release(streamer, ticket.id(), time.now()));
    }

    /** The place goes to a later ticket of the same visitor, who is back already; else it is kept for a while. */
    void stepAway(Ticket ticket) {
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
            put(ticket.afresh().in(new Phase.Away(time.now(), time.now() + placeKept)));
        }
    }

    /** As {@link #stepAway}, and the streamer rests. */
    void drop(Ticket ticket) {
        Optional<String> streamer = ticket.streamer();
        stepAway(ticket);
        streamer.ifPresent(failed -> suspect(failed, ticket));
    }

    void suspect(String streamer, Ticket ticket) {
        streamers.suspect(streamer, ticket.id(), time.now());
        streamers.find(streamer).ifPresent(this::set);
    }

    /** A streamer that time alone keeps from being free is looked at again when that time has come. */
    void set(PooledStreamer streamer) {
        streamers.set(streamer, time.now());
        long freeFrom = MatchingPolicy.freeFrom(streamer);
        if (freeFrom > time.now()) {
            deadlines.add(freeFrom, Due.STREAMER, streamer.id());
        }
    }

    /** Offers a streamer to a ticket, and takes both out of their pools. */
    Match offer(Ticket ticket, PooledStreamer streamer) {
        Ticket offered = ticket.in(new Phase.Offered(streamer.id()));
        put(offered, streamer.id());
        return new Match(offered, streamer.report());
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import app.pixel.matchmaker.lobby.Ticket.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The visitors and signalling servers that are connected to this replica, whatever the shared lobby believes. The two
 * differ after an outage of the store or of this replica. Then the lobby is corrected.
 *
 * <p>Knows them from the events that this replica records, including those that never reached the store.
 */
final class Presence {

    /** Events that correct the lobby, in this order, and matches that this replica's players have not heard of. */
    record Corrections(List<LobbyEvent> events, List<Match> matches) {}

    /**
     * A visitor who is here.
     *
     * @param rank the ticket's, as last seen; below 0 before that
     * @param streamer the streamer that the player was told of, or empty
     */
    private record Visitor(String session, String name, long rank, String streamer, boolean playing) {

        Visitor seen(long newRank) {
            return new Visitor(session, name, newRank, streamer, playing);
        }

        Visitor accepted() {
            return new Visitor(session, name, rank, streamer, true);
        }
    }

    private final String replica;
    private final Map<String, Visitor> visitors = new HashMap<>();
    private final Map<String, StreamerReport> reports = new HashMap<>();

    Presence(String replica) {
        this.replica = replica;
    }

    /** This replica is about to record an event. */
    void recorded(LobbyEvent event) {
        switch (event) {
            case LobbyEvent.TicketEntered(String ticket, String visitor, String ignored) ->
                visitors.put(ticket, new Visitor(ticket, visitor, -1, "", false));
            case LobbyEvent.SessionResumed(
                    String ticket,
                    String session,
                    String visitor,
                    String ignored,
                    String streamer) -> visitors.put(ticket, new Visitor(session, visitor, -1, streamer, true));
            case LobbyEvent.TicketLeft(String ticket) -> visitors.remove(ticket);
            case LobbyEvent.TicketSteppedAway(String ticket) -> visitors.remove(ticket);
            case LobbyEvent.StreamDropped(String ticket) -> visitors.remove(ticket);
            case LobbyEvent.SessionHeld held -> visitors.remove(held.ticket());
            case LobbyEvent.MediaFailed failed -> visitors.remove(failed.ticket());
            case LobbyEvent.OfferFailed(String ticket) ->
                visitors.computeIfPresent(
                        ticket, (id, visitor) -> new Visitor(id, visitor.name(), visitor.rank(), "", false));
            case LobbyEvent.OfferAccepted(String ticket) ->
                visitors.computeIfPresent(ticket, (id, visitor) -> visitor.accepted());
            case LobbyEvent.StreamerReported(StreamerReport report) -> reports.put(report.streamerId(), report);
            case LobbyEvent.StreamerLost(String streamer, String link) ->
                reports.computeIfPresent(streamer, (id, last) -> last.link().equals(link) ? null : last);
            case LobbyEvent.TicketRestored ignored -> {}
            case LobbyEvent.SessionEnded ignored -> {}
            case LobbyEvent.AddressAsked ignored -> {}
            case LobbyEvent.ReplicaAlive ignored -> {}
            case LobbyEvent.ReplicaStopped ignored -> {}
        }
    }

    /** The lobby has a ticket of a visitor who is here. */
    void seen(Ticket ticket) {
        visitors.computeIfPresent(ticket.id(), (id, visitor) -> visitor.seen(ticket.rank()));
    }

    /** This replica's player is about to hear of a match. */
    void told(Match match) {
        visitors.computeIfPresent(
                match.ticket().id(),
                (id, visitor) -> new Visitor(
                        match.ticket().session(),
                        visitor.name(),
                        match.ticket().rank(),
                        match.streamer().streamerId(),
                        false));
    }

    /** @param unsettled tickets and streamers of which an event is still on its way, which are left alone */
    Corrections corrections(LobbyState lobby, Set<String> unsettled) {
        Corrections corrections = new Corrections(new ArrayList<>(), new ArrayList<>());
        for (String ticket : List.copyOf(visitors.keySet())) {
            Visitor visitor = visitors.get(ticket);
            if (visitor != null && !unsettled.contains(ticket)) {
                correct(ticket, visitor, lobby, corrections);
            }
        }
        lobby.tickets().stream()
                .filter(ticket -> ticket.replica().equals(replica) && !ticket.isAway() && !ticket.isLeased())
                .filter(ticket -> !visitors.containsKey(ticket.id()) && !unsettled.contains(ticket.id()))
                .forEach(ghost -> corrections.events().add(gone(ghost)));
        correctStreamers(lobby, unsettled, corrections.events());
        return corrections;
    }

    private void correct(String id, Visitor visitor, LobbyState lobby, Corrections corrections) {
        Optional<Ticket> ticket = lobby.ticket(id).filter(known -> !known.isAway());
        ticket.ifPresent(this::seen);
        String given = ticket.flatMap(Ticket::streamer).orElse("");
        if (ticket.isEmpty()) {
            if (!isRobbed(id, visitor, lobby)) {
                restore(id, visitor, corrections.events());
            }
        } else if (given.equals(visitor.streamer())) {
            if (visitor.playing() && ticket.get().phase() instanceof Phase.Offered) {
                corrections.events().add(new LobbyEvent.OfferAccepted(id));
            } else if (ticket.get().isLeased()) {
                corrections.events().add(resumed(id, visitor));
            }
        } else if (visitor.streamer().isEmpty()) {
            lobby.streamer(given)
                    .ifPresentOrElse(
                            known -> corrections.matches().add(new Match(ticket.get(), known.report())),
                            () -> corrections.events().add(new LobbyEvent.OfferFailed(id)));
        } else {
            restore(id, visitor, corrections.events());
        }
    }

    /** A socket is gone, and the lobby has not heard of it. */
    private LobbyEvent gone(Ticket ghost) {
        return ghost.phase() instanceof Phase.Waiting
                ? new LobbyEvent.TicketSteppedAway(ghost.id())
                : new LobbyEvent.SessionHeld(ghost.id(), replica, Long.MAX_VALUE);
    }

    private LobbyEvent resumed(String id, Visitor visitor) {
        return new LobbyEvent.SessionResumed(id, visitor.session(), visitor.name(), replica, visitor.streamer());
    }

    /**
     * A player whose streamer the lobby has given to another plays on without a ticket. A session that the lobby has
     * learned from a signalling server is the player's own.
     */
    private static boolean isRobbed(String id, Visitor visitor, LobbyState lobby) {
        return lobby.holderOf(visitor.streamer())
                .filter(holder -> !holder.equals(id))
                .flatMap(lobby::ticket)
                .filter(holder -> !holder.isLeased() || !holder.session().equals(visitor.session()))
                .isPresent();
    }

    private void restore(String id, Visitor visitor, List<LobbyEvent> events) {
        if (visitor.rank() < 0) {
            events.add(
                    visitor.streamer().isEmpty()
                            ? new LobbyEvent.TicketEntered(id, visitor.name(), replica)
                            : resumed(id, visitor));
            return;
        }
        events.add(new LobbyEvent.TicketRestored(
                id, visitor.session(), visitor.name(), replica, visitor.rank(), visitor.streamer()));
        if (visitor.playing()) {
            events.add(new LobbyEvent.OfferAccepted(id));
        }
    }

    /** A streamer that reports to another replica since is not corrected by this one. */
    private void correctStreamers(LobbyState lobby, Set<String> unsettled, List<LobbyEvent> events) {
        for (StreamerReport report : reports.values()) {
            Optional<StreamerReport> known = lobby.streamer(report.streamerId()).map(PooledStreamer::report);
            boolean ours = known.isEmpty() || known.get().link().equals(report.link());
            if (ours && !known.equals(Optional.of(report)) && !unsettled.contains(report.streamerId())) {
                events.add(new LobbyEvent.StreamerReported(report));
            }
        }
        for (PooledStreamer streamer : lobby.streamers()) {
            StreamerReport known = streamer.report();
            StreamerReport here = reports.get(streamer.id());
            boolean ghost = known.replica().equals(replica)
                    && (here == null || !here.link().equals(known.link()));
            if (ghost && !unsettled.contains(streamer.id())) {
                events.add(new LobbyEvent.StreamerLost(streamer.id(), known.link()));
            }
        }
    }

    /** The ticket or streamer that an event is about, or empty. */
    static String subject(LobbyEvent event) {
        return switch (event) {
            case LobbyEvent.TicketEntered entered -> entered.ticket();
            case LobbyEvent.TicketRestored restored -> restored.ticket();
            case LobbyEvent.TicketLeft left -> left.ticket();
            case LobbyEvent.TicketSteppedAway away -> away.ticket();
            case LobbyEvent.OfferAccepted accepted -> accepted.ticket();
            case LobbyEvent.OfferFailed failed -> failed.ticket();
            case LobbyEvent.StreamDropped dropped -> dropped.ticket();
            case LobbyEvent.SessionHeld held -> held.ticket();
            case LobbyEvent.SessionResumed resumed -> resumed.ticket();
            case LobbyEvent.MediaFailed failed -> failed.ticket();
            case LobbyEvent.SessionEnded ended -> ended.streamer();
            case LobbyEvent.StreamerReported reported -> reported.report().streamerId();
            case LobbyEvent.StreamerLost lost -> lost.streamer();
            case LobbyEvent.AddressAsked ignored -> "";
            case LobbyEvent.ReplicaAlive ignored -> "";
            case LobbyEvent.ReplicaStopped ignored -> "";
        };
    }
}

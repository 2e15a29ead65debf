// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * The truths of every lobby, found out from events and matches alone. Shares no code with the lobby: plain lists, and a
 * look at everything each time.
 */
final class LobbyModel {

    static final long LEASE = 10_000;
    private static final long LEASE_GRACE = 5_000;
    private static final long HOLD = 4_000;

    /** A session without a socket. */
    private record Held(String visitor, String streamer, long order, int mediaFailures, long until) {}

    private final Random random;
    private final List<String> replicas;
    /** Tickets whose visitor is connected, and the streamer of each or "". */
    private final Map<String, String> present = new TreeMap<>();

    private final Set<String> playing = new HashSet<>();
    private final Map<String, Long> order = new HashMap<>();
    private final Map<String, String> visitors = new HashMap<>();
    private final Map<String, String> replicaOf = new HashMap<>();
    private final Map<String, String> sessionOf = new HashMap<>();
    private final Map<String, Integer> mediaFailures = new HashMap<>();
    private final Map<String, StreamerReport> streamers = new HashMap<>();
    /** Visitor to the places that are kept: the order of each, and since when. */
    private final Map<String, TreeMap<Long, Long>> kept = new TreeMap<>();

    private final Map<String, Held> held = new TreeMap<>();

    private long entered;
    private int names;
    private long now;

    LobbyModel(long seed, List<String> replicas) {
        this.random = new Random(seed);
        this.replicas = replicas;
    }

    /** An event that may happen next, by a replica that may record it. */
    LobbyEvent next() {
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> enters();
            case 3 -> ticket(false).<LobbyEvent>map(LobbyEvent.TicketLeft::new).orElseGet(this::enters);
            case 4 ->
                ticket(false).<LobbyEvent>map(LobbyEvent.TicketSteppedAway::new).orElseGet(this::enters);
            case 5, 6 ->
                ticket(true).<LobbyEvent>map(LobbyEvent.OfferAccepted::new).orElseGet(this::reports);
            case 7 -> ticket(true).<LobbyEvent>map(LobbyEvent.OfferFailed::new).orElseGet(this::reports);
            case 8 ->
                ticket(true).<LobbyEvent>map(LobbyEvent.StreamDropped::new).orElseGet(this::reports);
            case 9 -> loses().orElseGet(this::reports);
            case 10 -> new LobbyEvent.AddressAsked("q" + names++);
            case 11, 12 -> ticket(true).map(this::held).orElseGet(this::reports);
            case 13 -> resumes();
            case 14 -> pick(held.keySet()).map(this::ended).orElseGet(this::reports);
            default ->
                random.nextBoolean()
                        ? reports()
                        : ticket(true)
                                .<LobbyEvent>map(ticket -> new LobbyEvent.MediaFailed(ticket, replica(ticket)))
                                .orElseGet(this::reports);
        };
    }

    private LobbyEvent enters() {
        List<String> back = new ArrayList<>(kept.keySet());
        held.values().forEach(session -> back.add(session.visitor()));
        String visitor = random.nextBoolean() ? pick(back).orElse("v" + names++) : "v" + names++;
        return new LobbyEvent.TicketEntered("t" + names++, visitor, anyReplica());
    }

    private LobbyEvent reports() {
        int port = 1 + random.nextInt(8);
        return new LobbyEvent.StreamerReported(new StreamerReport(
                "link" + random.nextInt(3),
                anyReplica(),
                "10.0.0.1",
                port,
                random.nextInt(5) > 0,
                random.nextInt(4) == 0 ? 1 : 0));
    }

    private Optional<LobbyEvent> loses() {
        return pick(new TreeMap<>(streamers).values())
                .map(report -> new LobbyEvent.StreamerLost(report.streamerId(), report.link()));
    }

    /** Mostly by the replica that has the socket, and sometimes by one that had it before. */
    private LobbyEvent held(String ticket) {
        String replica = random.nextInt(5) == 0 ? anyReplica() : replica(ticket);
        return new LobbyEvent.SessionHeld(ticket, replica, random.nextInt(3) == 0 ? 1_000 : LEASE);
    }

    private LobbyEvent resumes() {
        String ticket = "t" + names++;
        Optional<String> session = random.nextInt(4) == 0 ? Optional.empty() : pick(held.keySet());
        return session.<LobbyEvent>map(id -> {
                    Held state = java.util.Objects.requireNonNull(held.get(id));
                    return new LobbyEvent.SessionResumed(ticket, id, state.visitor(), anyReplica(), state.streamer());
                })
                .orElseGet(() -> new LobbyEvent.SessionResumed(
                        ticket, "s" + names++, "v" + names++, anyReplica(), "10.0.0.1:" + (1 + random.nextInt(8))));
    }

    private LobbyEvent ended(String session) {
        Held state = java.util.Objects.requireNonNull(held.get(session));
        return new LobbyEvent.SessionEnded(state.streamer(), session, random.nextBoolean());
    }

    private String anyReplica() {
        return replicas.get(random.nextInt(replicas.size()));
    }

    private String replica(String ticket) {
        return replicaOf.getOrDefault(ticket, "");
    }

    private String streamer(String ticket) {
        return present.getOrDefault(ticket, "");
    }

    /** A ticket of a connected visitor, with a streamer if that is asked for. */
    private Optional<String> ticket(boolean withStreamer) {
        return pick(present.keySet().stream()
                .filter(ticket -> !withStreamer || !streamer(ticket).isEmpty())
                .toList());
    }

    private <T> Optional<T> pick(Collection<T> things) {
        return things.stream()
                .skip(things.isEmpty() ? 0 : random.nextInt(things.size()))
                .findFirst();
    }

    /** Takes note of an event and its matches, and says what is wrong with them. */
    void happened(LobbyEvent event, List<Match> matches, long time) {
        now = Math.max(now, time);
        switch (event) {
            case LobbyEvent.TicketEntered(String ticket, String visitor, String replica) ->
                enter(ticket, visitor, replica);
            case LobbyEvent.TicketLeft(String ticket) -> gone(ticket);
            case LobbyEvent.TicketSteppedAway(String ticket) -> keepsPlace(ticket);
            case LobbyEvent.StreamDropped(String ticket) -> keepsPlace(ticket);
            case LobbyEvent.OfferAccepted(String ticket) -> playing.add(ticket);
            case LobbyEvent.OfferFailed(String ticket) -> offerFailed(ticket);
            case LobbyEvent.SessionHeld(String ticket, String replica, long keptFor) ->
                hold(ticket, replica, keptFor, 0);
            case LobbyEvent.SessionResumed resumed -> resume(resumed);
            case LobbyEvent.SessionEnded(String ignored, String session, boolean placeKept) -> {
                Held over = held.remove(session);
                if (over != null && placeKept) {
                    keep(over.visitor(), over.order());
                }
            }
            case LobbyEvent.MediaFailed(String ticket, String replica) -> mediaFailed(ticket, replica);
            case LobbyEvent.StreamerReported(StreamerReport report) -> {
                streamers.put(report.streamerId(), report);
                goOnWith(report.streamerId());
            }
            case LobbyEvent.StreamerLost(String streamer, String link) -> streamers.remove(streamer);
            case LobbyEvent.TicketRestored ignored -> {}
            case LobbyEvent.AddressAsked ignored -> {}
            case LobbyEvent.ReplicaAlive ignored -> {}
            case LobbyEvent.ReplicaStopped ignored -> {}
        }
        held.values().removeIf(session -> session.until() <= now);
        matches.forEach(this::matched);
    }

    private void enter(String ticket, String visitor, String replica) {
        visitors.put(ticket, visitor);
        replicaOf.put(ticket, replica);
        sessionOf.put(ticket, ticket);
        Optional<String> session = held.keySet().stream()
                .filter(id -> visitor.equals(held(held.get(id)).visitor()))
                .filter(id -> streamers.containsKey(held(held.get(id)).streamer()))
                .min(java.util.Comparator.comparingLong(id -> held(held.get(id)).order()));
        if (session.isPresent()) {
            takeOver(session.get(), ticket);
        } else {
            TreeMap<Long, Long> places = kept.getOrDefault(visitor, new TreeMap<>());
            Map.Entry<Long, Long> oldest = places.pollFirstEntry();
            kept.values().removeIf(Map::isEmpty);
            order.put(ticket, oldest == null ? entered++ : oldest.getKey());
            present.put(ticket, "");
        }
    }

    private static Held held(@org.jspecify.annotations.Nullable Held session) {
        return java.util.Objects.requireNonNull(session);
    }

    private void takeOver(String session, String ticket) {
        Held state = held(held.remove(session));
        sessionOf.put(ticket, session);
        order.put(ticket, state.order());
        mediaFailures.put(ticket, state.mediaFailures());
        present.put(ticket, state.streamer());
    }

    /** A streamer is known again whose session's visitor waits. */
    private void goOnWith(String streamer) {
        held.keySet().stream()
                .filter(id -> held(held.get(id)).streamer().equals(streamer))
                .findFirst()
                .ifPresent(session -> queue().stream()
                        .filter(ticket -> held(held.get(session)).visitor().equals(visitors.get(ticket)))
                        .findFirst()
                        .ifPresent(ticket -> takeOver(session, ticket)));
    }

    private void offerFailed(String ticket) {
        if (!playing.contains(ticket) && !streamer(ticket).isEmpty()) {
            present.put(ticket, "");
            sessionOf.put(ticket, ticket);
            mediaFailures.remove(ticket);
        }
    }

    private void hold(String ticket, String replica, long keptFor, int failures) {
        if (!present.containsKey(ticket) || !replica(ticket).equals(replica)) {
            return;
        }
        boolean session = playing.contains(ticket) || !ticket.equals(sessionOf.get(ticket));
        if (streamer(ticket).isEmpty() || !session) {
            keepsPlace(ticket);
            return;
        }
        long until = now + Math.min(keptFor, LEASE) + LEASE_GRACE;
        held.put(
                sessionOf.getOrDefault(ticket, ""),
                new Held(
                        visitors.getOrDefault(ticket, ""),
                        streamer(ticket),
                        order.getOrDefault(ticket, 0L),
                        mediaFailures.getOrDefault(ticket, 0) + failures,
                        until));
        gone(ticket);
    }

    private void mediaFailed(String ticket, String replica) {
        if (!present.containsKey(ticket) || !replica(ticket).equals(replica) || !playing.contains(ticket)) {
            return;
        }
        if (mediaFailures.getOrDefault(ticket, 0) > 0) {
            keepsPlace(ticket);
        } else {
            hold(ticket, replica, LEASE, 1);
        }
    }

    private void resume(LobbyEvent.SessionResumed resumed) {
        Held state = held.remove(resumed.session());
        boolean taken = present.containsValue(resumed.streamer())
                || held.values().stream().anyMatch(other -> other.streamer().equals(resumed.streamer()));
        if (state == null && taken) {
            return;
        }
        present.put(resumed.ticket(), resumed.streamer());
        playing.add(resumed.ticket());
        visitors.put(resumed.ticket(), resumed.visitor());
        replicaOf.put(resumed.ticket(), resumed.replica());
        sessionOf.put(resumed.ticket(), resumed.session());
        order.put(resumed.ticket(), state == null ? entered++ : state.order());
        mediaFailures.put(resumed.ticket(), state == null ? 0 : state.mediaFailures());
    }

    private void matched(Match match) {
        String ticket = match.ticket().id();
        String streamer = match.streamer().streamerId();
        if (streamer(ticket).equals(streamer)) {
            assertThat(match.ticket().session()).as("the session goes on").isEqualTo(sessionOf.get(ticket));
            assertThat(match.ticket().continuesSession()).isTrue();
            return;
        }
        assertThat(present).as("only a ticket that waits is matched").containsEntry(ticket, "");
        assertThat(present.values()).as("no other ticket has %s", streamer).doesNotContain(streamer);
        assertThat(held.values())
                .as("no session is kept for %s", streamer)
                .noneMatch(session -> session.streamer().equals(streamer));
        assertThat(isOfferable(streamer))
                .as("only a streamer that is there, ready and empty is offered")
                .isTrue();
        List<String> older =
                queue().stream().takeWhile(other -> !other.equals(ticket)).toList();
        assertThat(older).as("%s was not the oldest", ticket).isEmpty();
        long place = order.getOrDefault(ticket, 0L);
        assertThat(kept.values().stream()
                        .flatMap(places -> places.headMap(place).values().stream())
                        .filter(since -> since + HOLD > now)
                        .count())
                .as("a streamer is kept for each older ticket that has just stepped away")
                .isLessThan(streamers.keySet().stream()
                        .filter(this::isOfferable)
                        .filter(other -> !present.containsValue(other))
                        .count());
        present.put(ticket, streamer);
    }

    private boolean isOfferable(String streamer) {
        StreamerReport report = streamers.get(streamer);
        return report != null && report.ready() && report.clients() == 0;
    }

    private void gone(String ticket) {
        present.remove(ticket);
        visitors.remove(ticket);
        order.remove(ticket);
        playing.remove(ticket);
    }

    private void keepsPlace(String ticket) {
        String visitor = visitors.getOrDefault(ticket, "");
        Long place = order.get(ticket);
        gone(ticket);
        if (place != null) {
            keep(visitor, place);
        }
    }

    /** A later ticket of the same visitor takes over the place; else it is kept. */
    private void keep(String visitor, long place) {
        Optional<String> later = queue().stream()
                .filter(ticket -> visitor.equals(visitors.get(ticket)) && order.getOrDefault(ticket, 0L) > place)
                .findFirst();
        later.ifPresentOrElse(
                ticket -> order.put(ticket, place),
                () -> kept.computeIfAbsent(visitor, name -> new TreeMap<>()).put(place, now));
    }

    /** The tickets that must be waiting, in the order of their turns. */
    List<String> queue() {
        List<String> queue = new ArrayList<>(present.keySet());
        queue.removeIf(ticket -> !streamer(ticket).isEmpty());
        queue.sort((one, other) -> Long.compare(order.getOrDefault(one, 0L), order.getOrDefault(other, 0L)));
        return queue;
    }

    /** Compares a lobby with what must be so. */
    void check(LobbyState lobby) {
        assertThat(lobby.waiting().stream().map(Ticket::id).toList())
                .as("no ticket is lost, and the oldest is first")
                .isEqualTo(queue());
        Set<String> taken = new HashSet<>();
        for (Map.Entry<String, String> entry : present.entrySet()) {
            Optional<Ticket> ticket = lobby.ticket(entry.getKey());
            assertThat(ticket).as("ticket %s", entry.getKey()).isPresent();
            assertThat(ticket.flatMap(Ticket::streamer).orElse("")).isEqualTo(entry.getValue());
            assertThat(entry.getValue().isEmpty() || taken.add(entry.getValue()))
                    .as("%s has two tickets", entry.getValue())
                    .isTrue();
        }
        for (Map.Entry<String, Held> entry : held.entrySet()) {
            String streamer = entry.getValue().streamer();
            assertThat(lobby.holderOf(streamer).flatMap(lobby::ticket).filter(Ticket::isLeased))
                    .as("%s is kept for its session", streamer)
                    .hasValueSatisfying(ticket -> assertThat(ticket.session()).isEqualTo(entry.getKey()));
            assertThat(taken.add(streamer)).as("%s has two tickets", streamer).isTrue();
        }
        Set<String> known = new HashSet<>();
        lobby.streamers().forEach(streamer -> known.add(streamer.id()));
        assertThat(known).isEqualTo(streamers.keySet());
        assertThat(lobby.demand().players()).isEqualTo(present.size() + held.size());
        assertThat(lobby.leasedSessions()).isEqualTo(held.size());
    }
}

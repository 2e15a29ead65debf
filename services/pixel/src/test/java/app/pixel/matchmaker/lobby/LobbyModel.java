// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * What must be true of a lobby whatever happens, found out from events and matches alone. Shares no code with the
 * lobby: plain lists, and a look at everything each time.
 */
final class LobbyModel {

    private final Random random;
    private final List<String> replicas;
    /** Tickets whose visitor is connected, the first that entered first, and the streamer of each or "". */
    private final Map<String, String> present = new HashMap<>();

    private final Set<String> playing = new HashSet<>();
    private final Map<String, Long> order = new HashMap<>();
    private final Map<String, String> visitors = new HashMap<>();
    private final Map<String, StreamerReport> streamers = new HashMap<>();
    /** Visitor to the order of the place that is kept. */
    private final Map<String, Long> kept = new HashMap<>();

    private long entered;
    private int names;

    LobbyModel(long seed, List<String> replicas) {
        this.random = new Random(seed);
        this.replicas = replicas;
    }

    /** Something that may happen next, by a replica that may say it. */
    LobbyEvent next() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> enters();
            case 3 -> somebody("").<LobbyEvent>map(LobbyEvent.TicketLeft::new).orElseGet(this::enters);
            case 4 ->
                somebody("").<LobbyEvent>map(LobbyEvent.TicketSteppedAway::new).orElseGet(this::enters);
            case 5, 6 ->
                somebody("with").<LobbyEvent>map(LobbyEvent.OfferAccepted::new).orElseGet(this::reports);
            case 7 ->
                somebody("with").<LobbyEvent>map(LobbyEvent.OfferFailed::new).orElseGet(this::reports);
            case 8 ->
                somebody("with").<LobbyEvent>map(LobbyEvent.StreamDropped::new).orElseGet(this::reports);
            case 9 -> loses().orElseGet(this::reports);
            case 10 -> new LobbyEvent.AddressAsked("q" + names++);
            default -> reports();
        };
    }

    private LobbyEvent enters() {
        String visitor = !kept.isEmpty() && random.nextBoolean()
                ? kept.keySet().stream().sorted().findFirst().orElseThrow()
                : "v" + names++;
        return new LobbyEvent.TicketEntered("t" + names++, visitor, replica());
    }

    private LobbyEvent reports() {
        int port = 1 + random.nextInt(8);
        return new LobbyEvent.StreamerReported(new StreamerReport(
                "link" + random.nextInt(3),
                replica(),
                "10.0.0.1",
                port,
                random.nextInt(5) > 0,
                random.nextInt(4) == 0 ? 1 : 0));
    }

    private Optional<LobbyEvent> loses() {
        List<StreamerReport> known = streamers.values().stream().toList();
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(known.get(random.nextInt(known.size())))
                        .map(report -> new LobbyEvent.StreamerLost(report.streamerId(), report.link()));
    }

    private String replica() {
        return replicas.get(random.nextInt(replicas.size()));
    }

    /** A ticket of those who are there; of those that have a streamer when anything is asked for. */
    private Optional<String> somebody(String having) {
        List<String> them = present.keySet().stream()
                .filter(ticket ->
                        having.isEmpty() || !present.getOrDefault(ticket, "").isEmpty())
                .sorted()
                .toList();
        return them.isEmpty() ? Optional.empty() : Optional.of(them.get(random.nextInt(them.size())));
    }

    /** Takes note of an event and what came of it, and says what is wrong with that. */
    void happened(LobbyEvent event, List<Match> matches) {
        switch (event) {
            case LobbyEvent.TicketEntered(String ticket, String visitor, String replica) -> {
                Long place = kept.remove(visitor);
                order.put(ticket, place == null ? entered++ : place);
                visitors.put(ticket, visitor);
                present.put(ticket, "");
            }
            case LobbyEvent.TicketLeft(String ticket) -> gone(ticket);
            case LobbyEvent.TicketSteppedAway(String ticket) -> keepsPlace(ticket);
            case LobbyEvent.StreamDropped(String ticket) -> keepsPlace(ticket);
            case LobbyEvent.OfferAccepted(String ticket) -> playing.add(ticket);
            case LobbyEvent.OfferFailed(String ticket) -> {
                if (!playing.contains(ticket)) {
                    present.replace(ticket, "");
                }
            }
            case LobbyEvent.StreamerReported(StreamerReport report) -> streamers.put(report.streamerId(), report);
            case LobbyEvent.StreamerLost(String streamer, String link) -> streamers.remove(streamer);
            case LobbyEvent.TicketRestored ignored -> {}
            case LobbyEvent.AddressAsked ignored -> {}
            case LobbyEvent.ReplicaAlive ignored -> {}
        }
        matches.forEach(this::matched);
    }

    private void matched(Match match) {
        String ticket = match.ticket().id();
        String streamer = match.streamer().streamerId();
        assertThat(present).as("only who waits is matched").containsEntry(ticket, "");
        assertThat(present.values()).as("nobody else has %s", streamer).doesNotContain(streamer);
        StreamerReport report = streamers.get(streamer);
        assertThat(report != null && report.ready() && report.clients() == 0)
                .as("only what is there, ready and empty is offered")
                .isTrue();
        List<String> older =
                queue().stream().takeWhile(other -> !other.equals(ticket)).toList();
        assertThat(older).as("%s was not the oldest", ticket).isEmpty();
        present.put(ticket, streamer);
    }

    private void gone(String ticket) {
        present.remove(ticket);
        visitors.remove(ticket);
        order.remove(ticket);
    }

    private void keepsPlace(String ticket) {
        String visitor = visitors.getOrDefault(ticket, "");
        Long place = order.get(ticket);
        gone(ticket);
        if (place != null) {
            kept.put(visitor, place);
        }
    }

    /** Those who must be waiting, in the order in which their turns must come. */
    List<String> queue() {
        List<String> queue = new ArrayList<>(present.keySet());
        queue.removeIf(ticket -> !present.getOrDefault(ticket, "").isEmpty());
        queue.sort((one, other) -> Long.compare(order.getOrDefault(one, 0L), order.getOrDefault(other, 0L)));
        return queue;
    }

    /** Compares what a lobby says of itself with what must be so. */
    void check(LobbyState lobby) {
        assertThat(lobby.waiting().stream().map(Ticket::id).toList())
                .as("no ticket is lost, and the oldest is first")
                .isEqualTo(queue());
        Set<String> held = new HashSet<>();
        for (Map.Entry<String, String> entry : present.entrySet()) {
            Optional<Ticket> ticket = lobby.ticket(entry.getKey());
            assertThat(ticket).as("ticket %s", entry.getKey()).isPresent();
            assertThat(ticket.flatMap(Ticket::streamer).orElse("")).isEqualTo(entry.getValue());
            assertThat(entry.getValue().isEmpty() || held.add(entry.getValue()))
                    .as("%s has two tickets", entry.getValue())
                    .isTrue();
        }
        Set<String> known = new HashSet<>();
        lobby.streamers().forEach(streamer -> known.add(streamer.id()));
        assertThat(known).isEqualTo(streamers.keySet());
        assertThat(lobby.demand().players()).isEqualTo(present.size());
    }
}

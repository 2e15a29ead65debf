// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.web.Report.HeldSession;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lobby that has forgotten a ticket, or remembers one that is gone, is put right; a right one is left alone. */
class PresenceTest {

    private static final String STREAMER = "10.0.0.1:1";

    private final Presence presence = new Presence("here");
    private LobbyState lobby = new LobbyState(Duration.ofSeconds(10));
    private long now;

    @BeforeEach
    void bothReplicasLive() {
        lobby.apply(new LobbyEvent.ReplicaAlive("here", 30_000, 20_000), now);
        lobby.apply(new LobbyEvent.ReplicaAlive("there", 30_000, 20_000), now);
    }

    /** This replica records it, the lobby takes it, and the players hear of their matches. */
    private void happens(LobbyEvent event) {
        presence.recorded(event);
        lobby.apply(event, now).stream()
                .filter(match -> match.ticket().replica().equals("here"))
                .forEach(presence::told);
        lobby.tickets().forEach(presence::seen);
    }

    private void enters(String ticket) {
        happens(new LobbyEvent.TicketEntered(ticket, "visitor of " + ticket, "here"));
    }

    private static LobbyEvent report(String link, String replica) {
        return new LobbyEvent.StreamerReported(new StreamerReport(link, replica, "10.0.0.1", 1, true, 0));
    }

    private Presence.Corrections corrections(String... unsettled) {
        return presence.corrections(lobby, Set.of(unsettled));
    }

    /** Until there is nothing to correct; what it takes to get there. */
    private void correctTheLobby() {
        Presence.Corrections corrections = corrections();
        corrections.events().forEach(this::happens);
        corrections.matches().forEach(presence::told);
        assertThat(corrections()).isEqualTo(new Presence.Corrections(List.of(), List.of()));
    }

    private void forgetEverything() {
        lobby = new LobbyState(Duration.ofSeconds(10));
        bothReplicasLive();
    }

    @Test
    void a_lobby_that_is_right_is_left_alone() {
        enters("a");
        enters("b");
        happens(report("link", "here"));
        happens(new LobbyEvent.OfferAccepted("a"));
        lobby.apply(new LobbyEvent.TicketEntered("c", "v", "there"), now);
        assertThat(corrections()).isEqualTo(new Presence.Corrections(List.of(), List.of()));
    }

    @Test
    void a_forgotten_ticket_is_restored_as_it_was() {
        enters("a");
        enters("b");
        enters("c");
        happens(report("link", "here"));
        happens(new LobbyEvent.OfferAccepted("a"));
        forgetEverything();
        assertThat(corrections().events())
                .contains(
                        new LobbyEvent.TicketRestored("a", "a", "visitor of a", "here", 0, STREAMER),
                        new LobbyEvent.OfferAccepted("a"),
                        new LobbyEvent.TicketRestored("b", "b", "visitor of b", "here", 1, ""));
        correctTheLobby();
        assertThat(lobby.holderOf(STREAMER)).contains("a");
        assertThat(lobby.waiting()).extracting(Ticket::id).containsExactly("b", "c");
    }

    @Test
    void a_replica_that_was_believed_dead_is_here_again() {
        enters("a");
        happens(report("link", "here"));
        enters("b");
        for (int beat = 0; beat < 11; beat++) {
            now += 1_000;
            lobby.apply(new LobbyEvent.ReplicaAlive("there", 30_000, 20_000), now);
        }
        assertThat(lobby.streamers()).isEmpty();
        assertThat(lobby.waiting()).isEmpty();
        correctTheLobby();
        assertThat(lobby.holderOf(STREAMER)).contains("a");
        assertThat(lobby.demand()).isEqualTo(new Demand(2, 1, 1, 1, 0));
    }

    @Test
    void a_match_that_was_not_told_is_told() {
        presence.recorded(new LobbyEvent.TicketEntered("a", "v", "here"));
        lobby.apply(new LobbyEvent.TicketEntered("a", "v", "here"), now);
        lobby.apply(report("link", "there"), now);
        assertThat(corrections().matches())
                .singleElement()
                .satisfies(match -> assertThat(match.ticket().id()).isEqualTo("a"));
        correctTheLobby();
    }

    @Test
    void a_player_keeps_the_streamer_while_the_lobby_offers_another() {
        enters("a");
        happens(report("link", "here"));
        happens(new LobbyEvent.OfferAccepted("a"));
        forgetEverything();
        lobby.apply(new LobbyEvent.TicketEntered("a", "visitor of a", "here"), now);
        lobby.apply(new LobbyEvent.StreamerReported(new StreamerReport("x", "there", "10.0.0.1", 2, true, 0)), now);
        assertThat(lobby.holderOf("10.0.0.1:2")).contains("a");
        correctTheLobby();
        assertThat(lobby.holderOf("10.0.0.1:2")).isEmpty();
        assertThat(lobby.holderOf(STREAMER)).contains("a");
    }

    @Test
    void a_player_whose_streamer_is_another_s_by_now_is_not_restored() {
        enters("a");
        happens(report("link", "here"));
        happens(new LobbyEvent.OfferAccepted("a"));
        forgetEverything();
        lobby.apply(new LobbyEvent.TicketRestored("thief", "thief", "w", "there", 0, STREAMER), now);
        correctTheLobby();
        assertThat(lobby.holderOf(STREAMER)).contains("thief");
        assertThat(lobby.ticket("a")).isEmpty();
    }

    @Test
    void a_streamer_that_is_gone_from_here_is_taken_away() {
        lobby.apply(report("old link", "here"), now);
        correctTheLobby();
        assertThat(lobby.streamers()).isEmpty();
    }

    @Test
    void a_ticket_that_is_gone_from_here_waits_no_longer() {
        lobby.apply(new LobbyEvent.TicketEntered("ghost", "v", "here"), now);
        correctTheLobby();
        assertThat(lobby.waiting()).isEmpty();
        assertThat(lobby.ticket("ghost")).as("the place is kept for a while").isPresent();
    }

    @Test
    void a_resumed_session_that_the_lobby_does_not_know_is_told_to_it() {
        presence.recorded(new LobbyEvent.SessionResumed("t", "s", "v", "here", STREAMER));
        correctTheLobby();
        assertThat(lobby.ticket("t").map(Ticket::session)).contains("s");
        assertThat(lobby.holderOf(STREAMER)).contains("t");
    }

    @Test
    void a_player_who_is_connected_plays_although_the_lobby_believes_it_away() {
        enters("a");
        happens(report("link", "here"));
        happens(new LobbyEvent.OfferAccepted("a"));
        lobby.apply(new LobbyEvent.SessionHeld("a", "here", 20_000), now);
        correctTheLobby();
        assertThat(lobby.ticket("a").map(Ticket::phase)).contains(new Ticket.Phase.Playing(STREAMER));
    }

    @Test
    void a_player_has_the_session_that_a_forgetful_lobby_learned_from_a_report() {
        enters("a");
        happens(report("link", "here"));
        happens(new LobbyEvent.OfferAccepted("a"));
        forgetEverything();
        HeldSession session = new HeldSession("a", "visitor of a", true);
        StreamerReport report = new StreamerReport("x", "there", "10.0.0.1", 1, true, 1, List.of(session));
        lobby.apply(new LobbyEvent.StreamerReported(report), now);
        assertThat(lobby.leasedSessions()).isOne();
        correctTheLobby();
        assertThat(lobby.ticket("a").map(Ticket::phase)).contains(new Ticket.Phase.Playing(STREAMER));
    }

    @Test
    void a_session_whose_socket_is_gone_from_here_is_leased() {
        happens(report("link", "here"));
        lobby.apply(new LobbyEvent.TicketEntered("ghost", "v", "here"), now);
        lobby.apply(new LobbyEvent.OfferAccepted("ghost"), now);
        correctTheLobby();
        assertThat(lobby.leasedSessions()).isOne();
    }

    @Test
    void a_streamer_that_reports_elsewhere_since_is_not_ours_to_correct() {
        happens(report("link", "here"));
        lobby.apply(report("newer", "there"), now);
        correctTheLobby();
        assertThat(lobby.streamer(STREAMER)).map(known -> known.report().link()).contains("newer");
    }

    @Test
    void an_event_on_its_way_is_not_recorded_twice() {
        presence.recorded(new LobbyEvent.TicketEntered("a", "v", "here"));
        presence.recorded(report("link", "here"));
        lobby.apply(new LobbyEvent.TicketEntered("leaving", "v", "here"), now);
        assertThat(corrections("a", STREAMER, "leaving").events()).isEmpty();
        assertThat(corrections().events()).hasSize(3);
    }
}

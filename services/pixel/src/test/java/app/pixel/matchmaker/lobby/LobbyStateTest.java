// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.web.Report.HeldSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lobby's rules, one by one, with a clock that the test moves. */
class LobbyStateTest {

    private static final long PLACE_KEPT = 30_000;
    private static final long LEASE = 10_000;
    private static final long BEAT = LEASE / 10;
    private static final long SESSION_LEASE = 20_000;

    private final LobbyState lobby = new LobbyState(Duration.ofMillis(LEASE));
    private long now = 1_000_000;

    @BeforeEach
    void someReplicaLives() {
        happens(new LobbyEvent.ReplicaAlive("r1", PLACE_KEPT, SESSION_LEASE));
    }

    private List<Match> happens(LobbyEvent event) {
        return lobby.apply(event, now);
    }

    /** Time passes while one replica beats. */
    private List<Match> passes(long millis) {
        List<Match> matches = new ArrayList<>();
        long end = now + millis;
        while (now < end) {
            now = Math.min(end, now + BEAT);
            matches.addAll(happens(new LobbyEvent.ReplicaAlive("r1", PLACE_KEPT, SESSION_LEASE)));
        }
        return matches;
    }

    private List<Match> enters(String ticket) {
        return enters(ticket, "visitor of " + ticket, "r1");
    }

    private List<Match> enters(String ticket, String visitor, String replica) {
        return happens(new LobbyEvent.TicketEntered(ticket, visitor, replica));
    }

    private List<Match> reports(int port, boolean ready, int clients) {
        return reports("r1/0", "r1", port, ready, clients);
    }

    private List<Match> reports(String link, String replica, int port, boolean ready, int clients) {
        return happens(
                new LobbyEvent.StreamerReported(new StreamerReport(link, replica, "10.0.0.1", port, ready, clients)));
    }

    private static String streamer(int port) {
        return "10.0.0.1:" + port;
    }

    private List<String> queue() {
        return lobby.waiting().stream().map(Ticket::id).toList();
    }

    private static List<String> pairs(List<Match> matches) {
        return matches.stream()
                .map(match -> match.ticket().id() + "→" + match.streamer().port())
                .toList();
    }

    @Test
    void the_oldest_ticket_gets_the_streamer() {
        enters("a");
        enters("b");
        assertThat(pairs(reports(1, true, 0))).containsExactly("a→1");
        assertThat(pairs(reports(2, true, 0))).containsExactly("b→2");
    }

    @Test
    void the_streamer_that_has_been_idle_longest_is_offered_first() {
        reports(1, true, 0);
        now++;
        reports(2, true, 0);
        enters("a");
        now++;
        happens(new LobbyEvent.TicketLeft("a"));
        assertThat(pairs(enters("b"))).containsExactly("b→2");
    }

    @Test
    void a_streamer_that_is_not_ready_or_has_a_player_is_not_offered() {
        enters("a");
        assertThat(reports(1, false, 0)).isEmpty();
        assertThat(reports(1, true, 1)).isEmpty();
        assertThat(pairs(reports(1, true, 0))).containsExactly("a→1");
    }

    @Test
    void a_streamer_on_offer_is_not_free_before_its_player_arrives() {
        reports(1, true, 0);
        enters("a");
        assertThat(enters("b")).isEmpty();
        assertThat(reports(1, true, 0)).isEmpty();
        assertThat(reports("r1/1", "r1", 1, true, 0)).as("it reports anew").isEmpty();
        assertThat(queue()).containsExactly("b");
    }

    @Test
    void a_dropped_player_is_first_for_another_streamer() {
        reports(1, true, 0);
        enters("a");
        happens(new LobbyEvent.OfferAccepted("a"));
        enters("b");
        enters("c");
        assertThat(happens(new LobbyEvent.StreamDropped("a")))
                .as("the streamer that failed rests")
                .isEmpty();
        enters("a2", "visitor of a", "r1");
        assertThat(queue()).containsExactly("a2", "b", "c");
        assertThat(pairs(reports(2, true, 0))).containsExactly("a2→2");
    }

    @Test
    void each_failed_offer_rests_the_streamer_longer() {
        reports(1, true, 0);
        enters("a");
        enters("b");
        for (long rest : new long[] {1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000}) {
            assertThat(happens(new LobbyEvent.OfferFailed("a"))).isEmpty();
            assertThat(queue()).containsExactly("a", "b");
            assertThat(passes(rest - 1)).isEmpty();
            assertThat(pairs(passes(1))).containsExactly("a→1");
        }
    }

    @Test
    void a_ticket_whose_offer_failed_is_back_at_the_head() {
        reports(1, true, 0);
        enters("a");
        enters("b");
        happens(new LobbyEvent.OfferFailed("a"));
        assertThat(queue()).containsExactly("a", "b");
    }

    @Test
    void an_accepted_offer_ends_the_longer_rests_of_its_streamer() {
        reports(1, true, 0);
        enters("a");
        enters("b");
        happens(new LobbyEvent.OfferFailed("a"));
        passes(1_000);
        happens(new LobbyEvent.OfferFailed("a"));
        assertThat(pairs(passes(2_000))).containsExactly("a→1");
        happens(new LobbyEvent.OfferAccepted("a"));
        happens(new LobbyEvent.StreamDropped("a"));
        assertThat(passes(3_999)).as("the streamer is kept for a").isEmpty();
        assertThat(pairs(passes(1))).as("a success is a fresh start").containsExactly("b→1");
    }

    @Test
    void a_visitor_who_lost_the_connection_keeps_the_place_for_a_while() {
        enters("a");
        enters("b");
        happens(new LobbyEvent.TicketSteppedAway("a"));
        assertThat(queue()).containsExactly("b");
        passes(PLACE_KEPT - 1);
        enters("a2", "visitor of a", "r1");
        assertThat(queue()).containsExactly("a2", "b");

        happens(new LobbyEvent.TicketSteppedAway("a2"));
        passes(PLACE_KEPT);
        enters("a3", "visitor of a", "r1");
        assertThat(queue()).containsExactly("b", "a3");
    }

    @Test
    void a_ticket_is_not_matched_while_it_is_away() {
        enters("a");
        happens(new LobbyEvent.TicketSteppedAway("a"));
        assertThat(reports(1, true, 0)).isEmpty();
    }

    @Test
    void a_visitor_who_left_is_new_on_return() {
        enters("a");
        happens(new LobbyEvent.TicketSteppedAway("a"));
        reports(1, true, 0);
        happens(new LobbyEvent.TicketLeft("a"));
        assertThat(pairs(enters("b"))).containsExactly("b→1");
        enters("c");
        enters("a2", "visitor of a", "r1");
        assertThat(queue()).containsExactly("c", "a2");
    }

    @Test
    void a_second_ticket_takes_the_place_of_the_first_when_that_is_lost() {
        enters("tab1", "one", "r1");
        enters("b");
        enters("tab2", "one", "r1");
        assertThat(queue()).containsExactly("tab1", "b", "tab2");
        happens(new LobbyEvent.TicketSteppedAway("tab1"));
        assertThat(queue()).containsExactly("tab2", "b");
    }

    @Test
    void a_streamer_goes_with_the_link_that_reported_it_last() {
        reports("r1/0", "r1", 1, true, 0);
        reports("r1/1", "r1", 1, true, 0);
        happens(new LobbyEvent.StreamerLost(streamer(1), "r1/0"));
        assertThat(lobby.demand().streamers()).isEqualTo(1);
        happens(new LobbyEvent.StreamerLost(streamer(1), "r1/1"));
        assertThat(lobby.demand().streamers()).isZero();
        assertThat(enters("a")).isEmpty();
    }

    @Test
    void a_lost_streamer_that_reports_again_still_belongs_to_its_player() {
        reports(1, true, 0);
        enters("a");
        happens(new LobbyEvent.OfferAccepted("a"));
        happens(new LobbyEvent.StreamerLost(streamer(1), "r1/0"));
        enters("b");
        assertThat(reports("r1/1", "r1", 1, true, 0)).isEmpty();
        happens(new LobbyEvent.TicketLeft("a"));
        assertThat(lobby.holderOf(streamer(1))).contains("b");
    }

    @Test
    void a_server_that_is_not_ready_any_longer_keeps_its_player() {
        reports(1, true, 0);
        enters("a");
        happens(new LobbyEvent.OfferAccepted("a"));
        reports(1, true, 1);
        reports(1, false, 1);
        assertThat(lobby.holderOf(streamer(1))).contains("a");
        happens(new LobbyEvent.TicketLeft("a"));
        assertThat(reports(1, false, 0)).isEmpty();
        assertThat(enters("b")).as("it will be gone soon").isEmpty();
    }

    @Test
    void an_address_that_was_given_away_is_kept_for_ten_seconds() {
        reports(1, true, 0);
        happens(new LobbyEvent.AddressAsked("q1"));
        happens(new LobbyEvent.AddressAsked("q2"));
        assertThat(lobby.handedOutTo("q1")).map(StreamerReport::port).contains(1);
        assertThat(lobby.handedOutTo("q2")).isEmpty();
        assertThat(enters("a")).isEmpty();
        passes(4_000);
        assertThat(reports("r1/1", "r1", 1, true, 0)).as("it reports anew").isEmpty();
        assertThat(passes(5_999)).isEmpty();
        assertThat(pairs(passes(1))).containsExactly("a→1");
    }

    @Test
    void a_dead_replica_s_visitors_keep_places_while_its_streamers_go() {
        enters("a", "one", "r2");
        enters("b", "two", "r2");
        enters("c");
        reports("r2/0", "r2", 1, false, 0);
        enters("a2", "one", "r1");
        assertThat(queue()).containsExactly("a", "b", "c", "a2");
        passes(LEASE - 1);
        assertThat(lobby.demand().streamers()).isEqualTo(1);
        passes(1);
        assertThat(queue()).as("one is back already, two is away").containsExactly("a2", "c");
        assertThat(lobby.demand().streamers()).isZero();
        enters("b2", "two", "r1");
        assertThat(queue()).containsExactly("a2", "b2", "c");
    }

    @Test
    void a_replica_that_says_that_it_lives_keeps_everything() {
        enters("a", "one", "r2");
        for (int second = 0; second < 60; second++) {
            passes(1_000);
            happens(new LobbyEvent.ReplicaAlive("r2", PLACE_KEPT, SESSION_LEASE));
        }
        assertThat(queue()).containsExactly("a");
    }

    @Test
    void events_of_tickets_that_are_gone_mean_nothing() {
        for (LobbyEvent event : List.of(
                new LobbyEvent.TicketLeft("x"),
                new LobbyEvent.TicketSteppedAway("x"),
                new LobbyEvent.OfferAccepted("x"),
                new LobbyEvent.OfferFailed("x"),
                new LobbyEvent.StreamDropped("x"),
                new LobbyEvent.SessionHeld("x", "r1", 1),
                new LobbyEvent.SessionEnded("x", "y", true),
                new LobbyEvent.MediaFailed("x", "r1"),
                new LobbyEvent.ReplicaStopped("x"),
                new LobbyEvent.StreamerLost("x", "y"),
                new LobbyEvent.AddressAsked("x"))) {
            assertThat(happens(event)).isEmpty();
        }
    }

    @Test
    void an_event_that_is_told_twice_counts_once() {
        enters("a");
        enters("b");
        assertThat(enters("a")).isEmpty();
        assertThat(queue()).containsExactly("a", "b");
        happens(new LobbyEvent.TicketSteppedAway("a"));
        passes(PLACE_KEPT - 1);
        happens(new LobbyEvent.TicketSteppedAway("a"));
        passes(1);
        assertThat(lobby.ticket("a"))
                .as("going away twice is no longer than once")
                .isEmpty();
    }

    @Test
    void a_restored_ticket_has_its_old_rank() {
        reports(1, true, 0);
        enters("new");
        happens(new LobbyEvent.TicketRestored("old", "old", "v", "r1", -5, ""));
        happens(new LobbyEvent.TicketRestored("late", "late", "w", "r1", 500, ""));
        enters("later");
        assertThat(queue()).containsExactly("old", "late", "later");
    }

    @Test
    void a_restored_ticket_has_its_streamer_unless_another_has_it() {
        reports(1, true, 0);
        enters("new");
        happens(new LobbyEvent.TicketRestored("robbed", "robbed", "x", "r1", 3, streamer(1)));
        assertThat(lobby.ticket("robbed")).isEmpty();
        happens(new LobbyEvent.TicketRestored("playing", "playing", "y", "r1", 4, streamer(2)));
        happens(new LobbyEvent.OfferAccepted("playing"));
        assertThat(lobby.holderOf(streamer(2))).contains("playing");
        assertThat(reports(2, true, 0)).isEmpty();
    }

    @Test
    void demand_is_what_the_autoscaler_s_rule_says() {
        assertThat(lobby.demand()).isEqualTo(new Demand(0, 0, 0, 0, 0));
        assertThat(lobby.demand().ratio()).isZero();
        IntStream.range(0, 3).forEach(player -> enters("p" + player));
        assertThat(lobby.demand().ratio())
                .as("none is ready: one more than the players")
                .isEqualTo(4);
        reports(1, true, 0);
        reports(2, true, 0);
        reports(3, false, 0);
        assertThat(lobby.demand()).isEqualTo(new Demand(3, 1, 3, 2, 0));
        assertThat(lobby.demand().ratio()).isEqualTo(1.5);
        happens(new LobbyEvent.TicketSteppedAway("p2"));
        assertThat(lobby.demand()).isEqualTo(new Demand(2, 0, 3, 2, 0));
        happens(new LobbyEvent.TicketLeft("p0"));
        happens(new LobbyEvent.TicketLeft("p1"));
        assertThat(lobby.demand()).isEqualTo(new Demand(0, 0, 3, 2, 2));
        assertThat(lobby.demand().ratio()).isZero();
    }

    private void plays(String ticket, int port) {
        reports(port, true, 0);
        enters(ticket);
        happens(new LobbyEvent.OfferAccepted(ticket));
    }

    private void held(String ticket) {
        happens(new LobbyEvent.SessionHeld(ticket, "r1", SESSION_LEASE));
    }

    private List<Match> reportsSession(int port, String session, boolean attached) {
        List<HeldSession> sessions = List.of(new HeldSession(session, "visitor of " + session, attached));
        return happens(
                new LobbyEvent.StreamerReported(new StreamerReport("r1/0", "r1", "10.0.0.1", port, true, 1, sessions)));
    }

    @Test
    void a_store_that_was_away_for_a_minute_frees_no_busy_streamer() {
        happens(new LobbyEvent.ReplicaAlive("r2", PLACE_KEPT, SESSION_LEASE));
        reports("r2/0", "r2", 1, true, 0);
        enters("a", "visitor of a", "r2");
        happens(new LobbyEvent.OfferAccepted("a"));
        enters("b");
        now += 60_000;
        assertThat(reports("r1/7", "r1", 1, true, 0)).isEmpty();
        assertThat(passes(2_000)).isEmpty();
        happens(new LobbyEvent.ReplicaAlive("r2", PLACE_KEPT, SESSION_LEASE));
        assertThat(passes(2_000)).isEmpty();
        assertThat(lobby.holderOf(streamer(1))).contains("a");
    }

    @Test
    void after_an_outage_nothing_is_offered_before_each_replica_was_heard() {
        happens(new LobbyEvent.ReplicaAlive("r2", PLACE_KEPT, SESSION_LEASE));
        enters("a");
        now += 60_000;
        assertThat(reports(1, true, 0)).isEmpty();
        assertThat(passes(1_000)).isEmpty();
        assertThat(pairs(happens(new LobbyEvent.ReplicaAlive("r2", PLACE_KEPT, SESSION_LEASE))))
                .containsExactly("a→1");
    }

    @Test
    void after_an_outage_a_dead_replica_delays_offers_by_its_lease() {
        happens(new LobbyEvent.ReplicaAlive("r2", PLACE_KEPT, SESSION_LEASE));
        enters("a");
        now += 60_000;
        assertThat(reports(1, true, 0)).isEmpty();
        assertThat(pairs(passes(LEASE))).containsExactly("a→1");
    }

    @Test
    void an_outage_takes_nothing_from_the_time_for_which_a_place_is_kept() {
        enters("a");
        enters("b");
        happens(new LobbyEvent.TicketSteppedAway("a"));
        now += 10 * PLACE_KEPT;
        enters("a2", "visitor of a", "r1");
        assertThat(queue()).containsExactly("a2", "b");
    }

    @Test
    void a_replica_that_stops_gives_everything_back_at_once() {
        happens(new LobbyEvent.ReplicaAlive("r2", PLACE_KEPT, SESSION_LEASE));
        reports(1, true, 0);
        enters("a", "visitor of a", "r2");
        happens(new LobbyEvent.OfferAccepted("a"));
        enters("b", "visitor of b", "r2");
        enters("c");
        happens(new LobbyEvent.ReplicaStopped("r2"));
        assertThat(queue()).containsExactly("c");
        assertThat(lobby.leasedSessions()).isOne();
        enters("b2", "visitor of b", "r1");
        assertThat(queue()).containsExactly("b2", "c");
    }

    @Test
    void a_streamer_is_kept_for_an_older_ticket_that_has_just_stepped_away() {
        enters("a");
        enters("b");
        happens(new LobbyEvent.TicketSteppedAway("a"));
        assertThat(reports(1, true, 0)).isEmpty();
        assertThat(pairs(reports(2, true, 0)))
                .as("one is kept, the other is free")
                .hasSize(1);
        assertThat(pairs(enters("a2", "visitor of a", "r1"))).hasSize(1);
    }

    @Test
    void a_streamer_is_kept_for_an_older_ticket_for_four_seconds() {
        enters("a");
        enters("b");
        happens(new LobbyEvent.TicketSteppedAway("a"));
        assertThat(reports(1, true, 0)).isEmpty();
        assertThat(passes(3_999)).isEmpty();
        assertThat(pairs(passes(1))).containsExactly("b→1");
    }

    @Test
    void a_streamer_that_is_kept_for_an_older_ticket_has_no_address_to_give() {
        enters("a");
        happens(new LobbyEvent.TicketSteppedAway("a"));
        reports(1, true, 0);
        happens(new LobbyEvent.AddressAsked("q"));
        assertThat(lobby.handedOutTo("q")).isEmpty();
    }

    @Test
    void a_held_session_keeps_its_streamer_from_others() {
        plays("a", 1);
        held("a");
        assertThat(enters("b")).isEmpty();
        assertThat(passes(SESSION_LEASE + 4_999)).isEmpty();
        assertThat(pairs(passes(1))).containsExactly("b→1");
    }

    @Test
    void a_visitor_of_a_held_session_gets_the_same_streamer() {
        plays("a", 1);
        held("a");
        reports(2, true, 0);
        List<Match> matches = enters("a2", "visitor of a", "r1");
        assertThat(pairs(matches)).containsExactly("a2→1");
        assertThat(matches.getFirst().ticket().session()).isEqualTo("a");
        assertThat(lobby.ticket("a")).isEmpty();
    }

    @Test
    void a_replica_that_no_longer_has_the_session_cannot_hold_it() {
        plays("a", 1);
        happens(new LobbyEvent.SessionHeld("a", "r2", SESSION_LEASE));
        assertThat(lobby.leasedSessions()).isZero();
        happens(new LobbyEvent.SessionResumed("a2", "a", "visitor of a", "r2", streamer(1)));
        held("a");
        assertThat(lobby.ticket("a2").map(Ticket::phase)).contains(new Ticket.Phase.Playing(streamer(1)));
    }

    @Test
    void a_resumed_session_plays_on_under_its_new_ticket() {
        plays("a", 1);
        held("a");
        happens(new LobbyEvent.SessionResumed("a2", "a", "visitor of a", "r2", streamer(1)));
        happens(new LobbyEvent.SessionResumed("thief", "x", "y", "r1", streamer(1)));
        assertThat(passes(LEASE - 1)).isEmpty();
        assertThat(lobby.holderOf(streamer(1))).contains("a2");
    }

    @Test
    void without_a_lease_a_lost_socket_frees_the_streamer_as_it_always_did() {
        happens(new LobbyEvent.ReplicaAlive("r1", PLACE_KEPT, 0));
        plays("a", 1);
        held("a");
        assertThat(lobby.leasedSessions()).isZero();
        enters("a2", "visitor of a", "r1");
        assertThat(lobby.holderOf(streamer(1))).contains("a2");
        assertThat(lobby.ticket("a2").filter(Ticket::continuesSession)).isEmpty();
    }

    @Test
    void the_players_of_a_dead_replica_keep_their_streamers_for_the_lease() {
        happens(new LobbyEvent.ReplicaAlive("r2", PLACE_KEPT, SESSION_LEASE));
        reports(1, true, 0);
        enters("a", "visitor of a", "r2");
        happens(new LobbyEvent.OfferAccepted("a"));
        enters("b");
        assertThat(passes(LEASE)).isEmpty();
        assertThat(pairs(enters("a2", "visitor of a", "r1"))).containsExactly("a2→1");
    }

    @Test
    void a_lobby_without_memory_learns_a_session_from_its_signalling_server() {
        enters("b");
        reportsSession(1, "s", false);
        assertThat(lobby.leasedSessions()).isOne();
        assertThat(lobby.streamerOf("s")).map(StreamerReport::port).contains(1);
        assertThat(pairs(enters("a", "visitor of s", "r1"))).containsExactly("a→1");
    }

    @Test
    void a_session_that_its_server_holds_is_leased_at_once() {
        plays("a", 1);
        reportsSession(1, "a", true);
        assertThat(lobby.leasedSessions()).isZero();
        reportsSession(1, "a", false);
        assertThat(lobby.leasedSessions()).isOne();
        reportsSession(1, "a", true);
        assertThat(lobby.leasedSessions()).isZero();
    }

    @Test
    void a_session_that_a_server_no_longer_reports_frees_its_streamer() {
        plays("a", 1);
        reportsSession(1, "a", true);
        reportsSession(1, "a", false);
        assertThat(enters("b")).isEmpty();
        assertThat(pairs(reports(1, true, 0))).containsExactly("b→1");
    }

    @Test
    void a_session_that_ends_by_the_player_is_gone_with_its_place() {
        plays("a", 1);
        held("a");
        happens(new LobbyEvent.SessionEnded(streamer(1), "a", false));
        enters("b");
        enters("c");
        enters("a2", "visitor of a", "r1");
        assertThat(queue()).containsExactly("c", "a2");
    }

    @Test
    void a_session_that_ends_by_its_streamer_keeps_its_place() {
        plays("a", 1);
        enters("b");
        held("a");
        reports(1, false, 0);
        happens(new LobbyEvent.SessionEnded(streamer(1), "a", true));
        enters("a2", "visitor of a", "r1");
        assertThat(queue()).containsExactly("a2", "b");
    }

    @Test
    void the_end_of_a_session_does_not_concern_a_ticket_that_plays() {
        plays("a", 1);
        happens(new LobbyEvent.SessionEnded(streamer(1), "a", false));
        assertThat(lobby.holderOf(streamer(1))).contains("a");
    }

    @Test
    void media_that_fails_once_gets_the_same_streamer_again() {
        plays("a", 1);
        reports(2, true, 0);
        happens(new LobbyEvent.MediaFailed("a", "r1"));
        assertThat(pairs(enters("a2", "visitor of a", "r1"))).containsExactly("a2→1");
    }

    @Test
    void media_that_fails_twice_on_one_streamer_gets_another_one() {
        plays("a", 1);
        happens(new LobbyEvent.MediaFailed("a", "r1"));
        enters("a2", "visitor of a", "r1");
        happens(new LobbyEvent.OfferAccepted("a2"));
        happens(new LobbyEvent.MediaFailed("a2", "r1"));
        enters("a3", "visitor of a", "r1");
        assertThat(pairs(reports(2, true, 0))).containsExactly("a3→2");
        assertThat(lobby.streamer(streamer(1)).map(PooledStreamer::failures)).contains(1);
    }

    @Test
    void a_session_whose_streamer_refuses_it_waits_for_a_new_one() {
        plays("a", 1);
        held("a");
        enters("a2", "visitor of a", "r1");
        happens(new LobbyEvent.OfferFailed("a2"));
        assertThat(queue()).containsExactly("a2");
        assertThat(lobby.ticket("a2").filter(Ticket::continuesSession)).isEmpty();
    }
}

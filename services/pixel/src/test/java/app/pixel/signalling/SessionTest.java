// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.web.SessionHeaders;
import io.vertx.core.Future;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions, as a matchmaker opens, resumes and replaces them, on real sockets. */
class SessionTest extends SignallingTest {

    private static final String PROOF = "p".repeat(43);

    private @Nullable TestPeer listed;

    @Test
    void a_lost_socket_is_no_news_for_the_streamer() throws Exception {
        TestPeer page = begin();
        hold(page);
        streamer().hearsNothing();
        assertThat(gauge("signalserver_held_sessions")).isEqualTo(1);
        assertThat(gauge("signalserver_player_socket_connections")).isEqualTo(1);
    }

    @Test
    void a_socket_that_is_cut_without_a_word_leaves_its_session_held() throws Exception {
        TestPeer page = begin();
        var _ = ((WebSocketInternal) page.socket()).channelHandlerContext().close();
        assertReported("clientConnected");
        assertReported("clientHeld");
        attach("resume").hearsNothing();
    }

    @Test
    void a_resumed_session_gets_no_config() throws Exception {
        hold(begin());
        attach("resume").hearsNothing();
        streamer().hearsNothing();
    }

    @Test
    void a_resumed_session_keeps_its_player_on_its_streamer() throws Exception {
        hold(begin());
        TestPeer page = attach("resume");
        page.send("{'type':'answer','sdp':'a'}");
        assertThat(streamer().receive("answer").getString("playerId")).isEqualTo("101");
        streamer().send("{'type':'offer','playerId':'101','sdp':'o'}");
        page.receive("offer");
    }

    @Test
    void messages_for_a_held_session_follow_its_return_in_order() throws Exception {
        hold(begin());
        for (int number = 0; number < KeptMessages.MOST_MESSAGES; number++) {
            streamer().send("{'type':'iceCandidate','playerId':'101','number':" + number + "}");
        }
        streamer().hearsNothing();
        TestPeer page = attach("resume");
        for (int number = 0; number < KeptMessages.MOST_MESSAGES; number++) {
            assertThat(page.receive("iceCandidate").getInteger("number")).isEqualTo(number);
        }
        page.hearsNothing();
    }

    @Test
    void more_messages_than_are_kept_end_the_session() throws Exception {
        hold(begin());
        for (int number = 0; number <= KeptMessages.MOST_MESSAGES; number++) {
            streamer().send("{'type':'iceCandidate','playerId':'101','number':" + number + "}");
        }
        streamer().receive("playerDisconnected");
        assertRefused("resume", PROOF, 410, "leaseOver");
    }

    @Test
    void more_bytes_than_are_kept_end_the_session() throws Exception {
        hold(begin());
        String large = "x".repeat(KeptMessages.MOST_BYTES / 2);
        streamer().send("{'type':'offer','playerId':'101','sdp':'" + large + "'}");
        streamer().hearsNothing();
        streamer().send("{'type':'offer','playerId':'101','sdp':'" + large + "'}");
        streamer().receive("playerDisconnected");
    }

    @Test
    void a_session_ends_with_its_lease() throws Exception {
        drop(beginWithLease("200ms"));
        streamer().receive("playerDisconnected");
        assertReported("clientConnected");
        assertReported("clientHeld");
        assertThat(assertReported("clientDisconnected").getString("reason")).isEqualTo("leaseOver");
        assertThat(gauge("signalserver_player_socket_connections")).isZero();
    }

    @Test
    void a_farewell_ends_the_session_at_once() throws Exception {
        begin().close();
        streamer().receive("playerDisconnected");
        assertRefused("resume", PROOF, 410, "left");
    }

    @Test
    void a_reload_keeps_the_session() throws Exception {
        TestPeer page = begin();
        TestPeer.await(page.socket().close((short) 1001));
        assertReported("clientConnected");
        assertReported("clientHeld");
        attach("resume").hearsNothing();
    }

    @Test
    void a_resume_beside_an_open_socket_moves_the_session() throws Exception {
        TestPeer before = begin();
        TestPeer after = attach("resume");
        assertThat(before.closeCode()).isEqualTo(4408);
        after.send("{'type':'answer','sdp':'a'}");
        streamer().receive("answer");
    }

    @Test
    void a_replacement_is_another_player_on_the_same_count() throws Exception {
        hold(begin("--max-players", "1"));
        TestPeer page = attach("replace");
        page.receive("config");
        assertThat(streamer().receive("playerDisconnected").getString("playerId"))
                .isEqualTo("101");
        page.send("{'type':'subscribe','streamerId':'Game'}");
        assertThat(streamer().receive("playerConnected").getString("playerId")).isEqualTo("102");
        assertThat(gauge("signalserver_player_socket_connections")).isEqualTo(1);
        page.close();
        assertReported("clientDisconnected");
    }

    @Test
    void a_replacement_closes_the_socket_that_is_still_open() throws Exception {
        TestPeer before = begin();
        attach("replace").receive("config");
        assertThat(before.closeCode()).isEqualTo(4409);
        streamer().receive("playerDisconnected");
    }

    @Test
    void a_held_session_that_begins_again_is_replaced() throws Exception {
        hold(begin());
        attach("new").receive("config");
        streamer().receive("playerDisconnected");
    }

    @Test
    void a_session_that_has_a_socket_cannot_begin_again() throws Exception {
        TestPeer page = begin();
        assertRefused("new", PROOF, 409, "The session has a socket already.");
        page.hearsNothing();
    }

    @Test
    void an_unknown_session_can_be_replaced_by_a_new_one() throws Exception {
        start();
        listed = streamer("Game");
        attach("replace").receive("config");
    }

    @Test
    void an_unknown_session_cannot_be_resumed() {
        start("--session-lease", "30s");
        assertRefused("resume", PROOF, 410, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"new", "resume", "replace"})
    void a_wrong_proof_never_attaches(String attach) throws Exception {
        hold(begin());
        assertRefused(attach, "q".repeat(43), 403, "The proof is not this session's.");
        streamer().hearsNothing();
        attach("resume").hearsNothing();
    }

    @Test
    void a_kick_ends_a_held_session() throws Exception {
        hold(begin());
        streamer().send("{'type':'disconnectPlayer','playerId':'101','reason':'Bye'}");
        streamer().receive("playerDisconnected");
        assertRefused("resume", PROOF, 410, "kicked");
    }

    @Test
    void a_streamer_that_leaves_ends_its_sessions() throws Exception {
        TestPeer page = begin();
        streamer().close();
        page.closeCode();
        assertRefused("resume", PROOF, 410, "streamerLost");
    }

    @Test
    void a_streamer_that_leaves_ends_its_held_sessions() throws Exception {
        drop(begin());
        streamer().close();
        assertReported("clientConnected");
        assertReported("clientHeld");
        assertReported("streamerDisconnected");
        assertThat(assertReported("clientDisconnected").getString("reason")).isEqualTo("streamerLost");
    }

    @Test
    void the_matchmaker_hears_of_every_turn_of_a_session() throws Exception {
        drop(begin());
        assertThat(assertReported("clientConnected").encode())
                .isEqualTo("{\"type\":\"clientConnected\",\"session\":\"s1\",\"visitor\":\"v1\"}");
        assertThat(assertReported("clientHeld").encode()).isEqualTo("{\"type\":\"clientHeld\",\"session\":\"s1\"}");
        TestPeer page = attach("resume");
        assertReported("clientResumed");
        page.close();
        assertThat(assertReported("clientDisconnected").encode())
                .isEqualTo("{\"type\":\"clientDisconnected\",\"session\":\"s1\",\"reason\":\"left\"}");
    }

    @Test
    void a_matchmaker_that_returns_hears_of_the_held_sessions() throws Exception {
        drop(begin());
        assertReported("clientConnected");
        assertReported("clientHeld");
        hangUpOnReporter();
        JsonObject state = assertReported("connect");
        assertThat(state.getJsonArray("sessions"))
                .isEqualTo(JsonArray.of(
                        new JsonObject().put("id", "s1").put("visitor", "v1").put("attached", false)));
        assertThat(state.getBoolean("playerConnected")).isTrue();
    }

    @Test
    void a_stopping_server_waits_for_a_held_session() throws Exception {
        hold(begin("--grace-period", "60s"));
        Future<Void> stopped = vertx.undeploy(deployment());
        TestPeer page = attach("resume");
        page.receive("sigterm");
        assertThat(stopped.isComplete()).isFalse();
        page.close();
        TestPeer.await(stopped);
    }

    @Test
    void the_end_of_the_grace_period_is_reported_of_every_session() throws Exception {
        TestPeer page = begin();
        TestPeer.await(vertx.undeploy(deployment()));
        assertThat(page.closeCode()).isEqualTo(1001);
        assertReported("clientConnected");
        assertReported("connect");
        assertThat(assertReported("clientDisconnected").getString("reason")).isEqualTo("platformStopped");
    }

    @Test
    void without_a_lease_a_lost_socket_ends_the_player_at_once() throws Exception {
        drop(beginWithLease("0s"));
        streamer().receive("playerDisconnected");
        assertThat(assertReported("clientConnected").encode()).isEqualTo("{\"type\":\"clientConnected\"}");
        assertThat(assertReported("clientDisconnected").encode()).isEqualTo("{\"type\":\"clientDisconnected\"}");
        assertRefused("resume", PROOF, 410, "");
    }

    @Test
    void without_a_proof_a_lost_socket_ends_the_player_at_once() throws Exception {
        start("--session-lease", "30s");
        listed = streamer("Game");
        TestPeer page = connect("player-port", options().putHeader(SessionHeaders.SESSION, "s1"));
        page.receive("config");
        page.send("{'type':'subscribe','streamerId':'Game'}");
        streamer().receive("playerConnected");
        TestPeer.await(page.socket().close((short) 1012));
        streamer().receive("playerDisconnected");
    }

    @ParameterizedTest
    @CsvSource(
            emptyValue = "",
            value = {
                "X-Pixel-Session, ''",
                "X-Pixel-Session, a b",
                "X-Pixel-Session, <b>",
                "X-Pixel-Visitor, ''",
                "X-Pixel-Visitor, é",
                "X-Pixel-Session-Proof, short",
                "X-Pixel-Session-Proof, ''",
                "X-Pixel-Attach, steal",
                "X-Pixel-Attach, NEW"
            })
    void a_malformed_header_is_refused(String header, String value) {
        start("--session-lease", "30s");
        assertRejected(named("new", PROOF).putHeader(header, value), 400, "The header field " + header);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Pixel-Session", "X-Pixel-Visitor", "X-Pixel-Session-Proof"})
    void a_header_of_excessive_length_is_refused(String header) {
        start("--session-lease", "30s");
        assertRejected(named("new", PROOF).putHeader(header, "a".repeat(129)), 400, "The header field " + header);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Pixel-Session", "X-Pixel-Visitor", "X-Pixel-Session-Proof", "X-Pixel-Attach"})
    void a_header_that_comes_twice_is_refused(String header) {
        start("--session-lease", "30s");
        assertRejected(named("new", PROOF).addHeader(header, "new"), 400, "The header field " + header);
    }

    /** A page whose session plays on the streamer(). */
    private TestPeer begin(String... flags) throws InterruptedException {
        return beginWithLease("30s", flags);
    }

    private TestPeer beginWithLease(String lease, String... flags) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of(flags));
        all.addAll(List.of("--session-lease", lease, "--matchmaker", "127.0.0.1:" + startMatchmaker()));
        start(all.toArray(String[]::new));
        assertReported("connect");
        listed = streamer("Game");
        assertReported("streamerConnected");
        TestPeer page = attach("new");
        page.receive("config");
        page.send("{'type':'subscribe','streamerId':'Game'}");
        streamer().receive("playerConnected");
        return page;
    }

    /** The streamer of the session. */
    private TestPeer streamer() {
        return Objects.requireNonNull(listed);
    }

    /** Ends a page's socket as a matchmaker does that lost its page. */
    private static void drop(TestPeer page) {
        TestPeer.await(page.socket().close((short) 1012));
    }

    /** Likewise; done once the server holds the session. */
    private void hold(TestPeer page) throws InterruptedException {
        drop(page);
        assertReported("clientConnected");
        assertReported("clientHeld");
    }

    private TestPeer attach(String attach) {
        return connect("player-port", named(attach, PROOF));
    }

    private void assertRefused(String attach, String proof, int status, String body) {
        assertRejected(named(attach, proof), status, body);
    }

    private void assertRejected(WebSocketConnectOptions options, int status, String body) {
        UpgradeRejectedException refusal = rejection("player-port", options);
        assertThat(refusal.getStatus()).isEqualTo(status);
        assertThat(refusal.getBody().toString()).startsWith(body).doesNotContain(PROOF);
    }

    private WebSocketConnectOptions named(String attach, String proof) {
        return options()
                .putHeader(SessionHeaders.SESSION, "s1")
                .putHeader(SessionHeaders.VISITOR, "v1")
                .putHeader(SessionHeaders.PROOF, proof)
                .putHeader(SessionHeaders.ATTACH, attach);
    }

    private static WebSocketConnectOptions options() {
        return new WebSocketConnectOptions();
    }

    private double gauge(String name) {
        return get("operations-port", "/custom")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}

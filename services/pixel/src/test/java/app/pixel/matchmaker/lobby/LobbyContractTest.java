// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import static app.pixel.EventLoop.onEventLoop;
import static app.pixel.EventLoop.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A matchmaker may rely on this, whichever lobby it has. */
@Tag("slow")
class LobbyContractTest {

    private static final Duration PLACE_KEPT = Duration.ofMillis(600);

    enum Kind {
        LOCAL,
        REDIS
    }

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private RedisServer redis;
    /** The events, in the order in which the matchmaker heard of them. */
    private final List<String> heard = new ArrayList<>();

    private Lobby lobby = new LocalLobby(vertx, PLACE_KEPT, Duration.ZERO, System::currentTimeMillis);

    @BeforeEach
    void start() {
        redis = new RedisServer(folder, false);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
        redis.close();
    }

    private void open(Kind kind) {
        if (kind == Kind.REDIS) {
            lobby = new RedisLobby(
                    vertx, new LobbyUrl(redis.url()), RedisLobby.Sharing.keeping(PLACE_KEPT, Duration.ZERO));
        }
        on(() -> lobby.open(match -> heard.add(match.ticket().id() + " matched"), () -> heard.add("queue")));
    }

    private void happens(LobbyEvent event, String name) {
        on(() -> lobby.record(event).onSuccess(done -> heard.add(name)));
    }

    private void enters(String ticket, String visitor) {
        happens(new LobbyEvent.TicketEntered(ticket, visitor, lobby.replica()), ticket + " entered");
    }

    private void reports(int port) {
        happens(
                new LobbyEvent.StreamerReported(new StreamerReport("link", lobby.replica(), "10.0.0.1", port, true, 0)),
                "reported");
    }

    private <T> T on(Supplier<Future<T>> task) {
        return soon(onEventLoop(context, task));
    }

    private List<String> queue() {
        return on(() -> Future.succeededFuture(
                lobby.state().waiting().stream().map(Ticket::id).toList()));
    }

    @ParameterizedTest
    @EnumSource
    void a_match_at_once_is_told_before_entering_is_done(Kind kind) {
        open(kind);
        reports(1);
        enters("a", "v");
        assertThat(heard).containsSubsequence("reported", "a matched", "a entered");
    }

    @ParameterizedTest
    @EnumSource
    void each_ticket_that_enters_is_told_as_a_change_of_the_queue(Kind kind) {
        open(kind);
        enters("a", "v");
        enters("b", "w");
        assertThat(heard).containsExactly("queue", "a entered", "queue", "b entered");
        assertThat(queue()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @EnumSource
    void events_happen_in_the_order_in_which_they_were_recorded(Kind kind) {
        open(kind);
        List<Future<Void>> said = new ArrayList<>();
        on(() -> {
            for (int ticket = 0; ticket < 500; ticket++) {
                said.add(lobby.record(new LobbyEvent.TicketEntered("t" + ticket, "v" + ticket, lobby.replica())));
                if (ticket % 2 == 0) {
                    said.add(lobby.record(new LobbyEvent.TicketLeft("t" + ticket)));
                }
            }
            return Future.join(said);
        });
        assertThat(queue()).hasSize(250).startsWith("t1", "t3").endsWith("t499");
    }

    @ParameterizedTest
    @EnumSource
    void time_passes_although_nothing_happens(Kind kind) {
        open(kind);
        enters("a", "v");
        happens(new LobbyEvent.TicketSteppedAway("a"), "away");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!on(() -> Future.succeededFuture(lobby.state().tickets().isEmpty()))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
        enters("b", "w");
        enters("a2", "v");
        assertThat(queue()).containsExactly("b", "a2");
    }

    @ParameterizedTest
    @EnumSource
    void an_address_is_known_when_the_question_is_done(Kind kind) {
        open(kind);
        reports(1);
        happens(new LobbyEvent.AddressAsked("first"), "first");
        happens(new LobbyEvent.AddressAsked("second"), "second");
        assertThat(on(() -> Future.succeededFuture(lobby.state().handedOutTo("first"))))
                .isPresent();
        assertThat(on(() -> Future.succeededFuture(lobby.state().handedOutTo("second"))))
                .isEmpty();
        enters("a", "v");
        assertThat(queue()).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource
    void closing_is_done_when_what_was_recorded_before_has_happened(Kind kind) {
        open(kind);
        enters("a", "v");
        on(() -> {
            Future<Void> left = lobby.record(new LobbyEvent.TicketLeft("a"));
            return lobby.close().compose(closed -> left);
        });
        assertThat(queue()).isEmpty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import app.pixel.web.RandomName;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lobby that several matchmakers share, in Redis or Valkey.
 *
 * <p>What a replica records goes to the store, which puts everybody's events into one order and says when each happened;
 * every replica reads all of them and applies them to a {@link LobbyState} of its own, which is how all of them come to
 * the same matches. Who entered a ticket acts on its match.
 *
 * <p>While the store is away nothing happens, and nobody is sent away: events wait for it, and their futures fail after
 * a while. When it is back, or this replica is, {@link Presence} tells the lobby what it does not know.
 */
public final class RedisLobby implements Lobby {

    private static final Logger log = LoggerFactory.getLogger(RedisLobby.class);
    private static final int BEATS_PER_LEASE = 10;
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    /**
     * How a lobby is shared.
     *
     * @param name replicas that give the same one share a lobby; changes with what events mean
     * @param lease how long a replica is believed to live after it last said so; the same for all
     * @param patience how long a recorded event waits for the store before its future fails
     * @param snapshotEvery after how many entries the state is kept
     */
    public record Sharing(String name, Duration placeKept, Duration lease, Duration patience, int snapshotEvery) {

        public static Sharing keepingPlaces(Duration placeKept) {
            return new Sharing("pixel:lobby:1", placeKept, Duration.ofSeconds(10), Duration.ofSeconds(10), 5_000);
        }
    }

    private final Vertx vertx;
    private final Sharing sharing;
    private final String replica = RandomName.next();
    private final LobbyEvent alive;
    private final LobbyLog entries;
    private final Outbox outbox;
    private final Presence presence = new Presence(replica);
    private final Promise<Void> opened = Promise.promise();
    private LobbyState state;
    private Consumer<Match> onMatch = match -> {};
    private Runnable onQueueChange = () -> {};
    private long timer = -1;

    public RedisLobby(Vertx vertx, LobbyUrl url, Sharing sharing) {
        this.vertx = vertx;
        this.sharing = sharing;
        this.state = new LobbyState(sharing.lease());
        this.alive = new LobbyEvent.ReplicaAlive(replica, sharing.placeKept().toMillis());
        this.entries = new LobbyLog(vertx, url, sharing.name(), new Applying());
        this.outbox = new Outbox(replica, entries, sharing.patience());
    }

    /** Done once the store could be read; it is waited for as long as it takes. */
    @Override
    public Future<Void> open(Consumer<Match> matched, Runnable queueChanged) {
        onMatch = matched;
        onQueueChange = queueChanged;
        timer = vertx.setPeriodic(sharing.lease().toMillis() / BEATS_PER_LEASE, ignored -> beat());
        entries.open();
        return opened.future();
    }

    @Override
    public Future<Void> record(LobbyEvent event) {
        presence.recorded(event);
        return outbox.put(event);
    }

    @Override
    public LobbyState state() {
        return state;
    }

    @Override
    public String replica() {
        return replica;
    }

    /** What was recorded last is news for the others: that this replica's visitors and streamers will come to them. */
    @Override
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        return outbox.emptied()
                .timeout(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty()
                .onSuccess(said -> abandon());
    }

    /** Stops at once and without a word, as a process does that is killed. */
    void abandon() {
        vertx.cancelTimer(timer);
        entries.close();
    }

    /** What nobody has read back although the store is there went into another order than the one that is read here. */
    private void beat() {
        boolean unheard = outbox.expire();
        if (entries.isCaughtUp() && unheard) {
            entries.restart();
        } else if (entries.isCaughtUp()) {
            warnOf(record(alive));
        }
    }

    private static void warnOf(Future<Void> said) {
        said.onFailure(failure -> log.atWarn()
                .addKeyValue("reason", failure.getMessage())
                .log("the lobby did not take what this replica says of itself"));
    }

    /** Makes the state of what is read. */
    private final class Applying implements LobbyLog.Reader {

        private boolean restarted;

        @Override
        public void restart(@Nullable String snapshot) {
            restarted = true;
            state = snapshot == null
                    ? new LobbyState(sharing.lease())
                    : new LobbyState(sharing.lease(), LobbyJson.snapshot(new JsonObject(snapshot)));
        }

        @Override
        public void read(LobbyStore.Entry entry) {
            eventOf(entry).ifPresent(event -> apply(event, entry.time()));
            if (entry.writer().equals(replica)) {
                outbox.acknowledge(entry.sequence());
                if (entry.number() % sharing.snapshotEvery() == 0) {
                    entries.snapshot(LobbyJson.of(state.snapshot()).encode());
                }
            }
        }

        /** Whatever somebody wrote there, it must not keep what comes after from being read. */
        private Optional<LobbyEvent> eventOf(LobbyStore.Entry entry) {
            try {
                return Optional.of(LobbyJson.event(new JsonObject(entry.event())));
            } catch (RuntimeException senseless) {
                log.atWarn()
                        .addKeyValue("entry", entry.id())
                        .addKeyValue("reason", senseless.getMessage())
                        .log("skipped an event that makes no sense");
                return Optional.empty();
            }
        }

        private void apply(LobbyEvent event, long time) {
            long before = state.queueVersion();
            List<Match> matches = state.apply(event, time);
            if (entries.isCaughtUp()) {
                matches.stream()
                        .filter(match -> match.ticket().replica().equals(replica))
                        .forEach(this::tell);
            }
            if (event instanceof LobbyEvent.TicketEntered entered) {
                state.ticket(entered.ticket()).ifPresent(presence::seen);
            }
            if (event.equals(alive)) {
                correct(outbox.subjects());
            }
            if (state.queueVersion() != before) {
                onQueueChange.run();
            }
        }

        /**
         * What waits is said (again). A lobby that started anew hears before of everybody who was here already. Old
         * matches that were read again are not told again; what is still untold of them is a correction.
         */
        @Override
        public void caughtUp() {
            if (restarted) {
                restarted = false;
                Set<String> onTheirWay = outbox.subjects();
                outbox.publishAgainAfter(() -> correct(onTheirWay));
            } else {
                outbox.publishAgain();
            }
            record(alive).onComplete(said -> opened.tryComplete());
        }

        private void tell(Match match) {
            presence.told(match);
            onMatch.accept(match);
        }

        /** @param unsettled tickets and streamers of which something is on its way that may say the same */
        private void correct(Set<String> unsettled) {
            Presence.Corrections corrections = presence.corrections(state, unsettled);
            if (!corrections.events().isEmpty()) {
                log.atInfo().addKeyValue("events", corrections.events().size()).log("telling the lobby who is here");
            }
            corrections.events().forEach(event -> warnOf(record(event)));
            corrections.matches().forEach(this::tell);
        }
    }
}

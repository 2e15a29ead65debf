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
 * <p>The store puts the events of all replicas into one order and dates them. Every replica reads all of them and
 * applies them to a {@link LobbyState} of its own. So all of them come to the same matches. The replica that entered a
 * ticket acts on its match.
 *
 * <p>While the store is away, events wait for it, and their futures fail after a while. When it is back, or this
 * replica is, {@link Presence} tells the lobby what it does not know.
 */
public final class RedisLobby implements Lobby {

    private static final Logger log = LoggerFactory.getLogger(RedisLobby.class);
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    /**
     * How a lobby is shared.
     *
     * @param name replicas that give the same one share a lobby
     * @param sessionLease how long a session without a socket keeps its streamer; zero for not at all
     * @param lease how long a replica is believed to live after its last beat; the same for all
     * @param patience how long a recorded event waits for the store before its future fails
     * @param snapshotEvery how much time passes between two snapshots
     */
    public record Sharing(
            String name,
            Duration placeKept,
            Duration sessionLease,
            Duration lease,
            Duration patience,
            Duration snapshotEvery) {

        /** The version of {@link LobbyJson}'s format: replicas of different versions share no lobby. */
        static final int FORMAT = 2;

        private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

        /** As a matchmaker shares its lobby. */
        public static Sharing keeping(Duration placeKept, Duration sessionLease) {
            return new Sharing("pixel:lobby:" + FORMAT, placeKept, sessionLease, TEN_SECONDS, TEN_SECONDS, TEN_SECONDS);
        }
    }

    private final Vertx vertx;
    private final Sharing sharing;
    private final String replica = RandomName.next();
    private final LobbyEvent alive;
    private final LobbyLog entries;
    private final Outbox outbox;
    private final Snapshots snapshots;
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
        this.alive = new LobbyEvent.ReplicaAlive(
                replica, sharing.placeKept().toMillis(), sharing.sessionLease().toMillis());
        this.entries = new LobbyLog(vertx, url, sharing.name(), new Applying());
        this.outbox = new Outbox(replica, entries, sharing.patience());
        this.snapshots = new Snapshots(vertx, entries, sharing.snapshotEvery());
    }

    /** Done once the store could be read; it is waited for as long as it takes. */
    @Override
    public Future<Void> open(Consumer<Match> matched, Runnable queueChanged) {
        onMatch = matched;
        onQueueChange = queueChanged;
        timer = vertx.setPeriodic(sharing.lease().toMillis() / Leases.BEATS, ignored -> beat());
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
    public boolean isOpen() {
        return entries.isCaughtUp();
    }

    @Override
    public String replica() {
        return replica;
    }

    /** The last events are news for the others: that this replica's visitors and streamers will come to them. */
    @Override
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        if (entries.isCaughtUp()) {
            warnOf(record(new LobbyEvent.ReplicaStopped(replica)));
        }
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

    /** An event that is not read back although the store is there went into another order than the one read here. */
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
        public Future<Void> restart(@Nullable String snapshot) {
            return snapshots.read(snapshot, sharing.lease()).<@Nullable Void>map(read -> {
                restarted = true;
                state = read;
                return null;
            });
        }

        @Override
        public void read(LobbyStore.Entry entry) {
            eventOf(entry).ifPresent(event -> apply(event, entry.time()));
            boolean ours = entry.writer().equals(replica);
            if (ours) {
                outbox.acknowledge(entry.sequence());
            }
            if (snapshots.isDue(entry) && ours) {
                snapshots.take(entry, state);
            }
        }

        /** An entry that is no event must not keep the next ones from being read. */
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
            if (event instanceof LobbyEvent.TicketEntered || event instanceof LobbyEvent.SessionResumed) {
                state.ticket(Presence.subject(event)).ifPresent(presence::seen);
            }
            if (event.equals(alive)) {
                correct(outbox.subjects());
            }
            if (state.queueVersion() != before) {
                onQueueChange.run();
            }
        }

        /**
         * Publishes the events that wait. A lobby that started anew hears before of all visitors who were here already.
         * Old matches that were read again are not told again; what is still untold of them is a correction.
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

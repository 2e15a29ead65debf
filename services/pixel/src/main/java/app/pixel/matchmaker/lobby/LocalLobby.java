// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The lobby of a matchmaker that has no replicas: in memory, and gone with it. */
public final class LocalLobby implements Lobby {

    private static final String REPLICA = "local";
    private static final Duration TICK = Duration.ofMillis(250);
    /** A lobby that is not shared has no replica that could die before it. */
    private static final Duration NO_LEASE = Duration.ofDays(36_500);

    private final Vertx vertx;
    private final LongSupplier clock;
    private final LobbyEvent.ReplicaAlive alive;
    private final LobbyState state = new LobbyState(NO_LEASE);
    private Consumer<Match> onMatch = match -> {};
    private Runnable onQueueChange = () -> {};
    private long timer = -1;

    public LocalLobby(Vertx vertx, Duration placeKept, Duration sessionLease, LongSupplier clock) {
        this.vertx = vertx;
        this.clock = clock;
        this.alive = new LobbyEvent.ReplicaAlive(REPLICA, placeKept.toMillis(), sessionLease.toMillis());
    }

    @Override
    public Future<Void> open(Consumer<Match> matched, Runnable queueChanged) {
        onMatch = matched;
        onQueueChange = queueChanged;
        timer = vertx.setPeriodic(TICK.toMillis(), ignored -> record(alive));
        return record(alive);
    }

    @Override
    public Future<Void> record(LobbyEvent event) {
        long before = state.queueVersion();
        state.apply(event, clock.getAsLong()).forEach(onMatch);
        if (state.queueVersion() != before) {
            onQueueChange.run();
        }
        return Future.succeededFuture();
    }

    @Override
    public LobbyState state() {
        return state;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public String replica() {
        return REPLICA;
    }

    @Override
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        return Future.succeededFuture();
    }
}

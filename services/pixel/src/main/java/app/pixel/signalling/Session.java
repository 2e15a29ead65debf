// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.CloseStatus;
import app.pixel.web.Report;
import app.pixel.web.SessionEnd;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;

/**
 * A visitor on a streamer. Sockets come and go beneath it, and a visitor who builds a new peer connection goes on by a
 * new player. It ends once, by its player's {@link PlayerConnection#end}.
 */
final class Session {

    /** A browser sends 1001 for a reload and for a closed tab alike. */
    private static final Duration RELOAD = Duration.ofSeconds(5);

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final SessionKey key;
    private final HeldSessions sessions;
    private PlayerConnection player;
    private long timer = NO_TIMER;

    Session(Vertx vertx, SessionKey key, HeldSessions sessions, PlayerConnection player) {
        this.vertx = vertx;
        this.key = key;
        this.sessions = sessions;
        this.player = player;
    }

    SessionKey key() {
        return key;
    }

    PlayerConnection player() {
        return player;
    }

    boolean isHeld() {
        return timer != NO_TIMER;
    }

    Report.HeldSession reported() {
        return new Report.HeldSession(key.id(), key.visitor(), !isHeld());
    }

    /** How long the session outlives a socket that was closed so; empty for a farewell or a broken rule. */
    static Optional<Duration> leaseAfter(CloseStatus status, Duration lease) {
        return switch (status.code()) {
            case CloseStatus.NORMAL, CloseStatus.POLICY -> Optional.empty();
            case CloseStatus.GOING_AWAY -> Optional.of(lease.compareTo(RELOAD) < 0 ? lease : RELOAD);
            default -> Optional.of(lease);
        };
    }

    /** Returns whether the session outlives its socket; then its lease runs from now on. */
    boolean hold(CloseStatus status) {
        Optional<Duration> lease = leaseAfter(status, sessions.lease());
        lease.ifPresent(left -> {
            timer = vertx.setTimer(left.toMillis(), over -> player.end(SessionEnd.LEASE_OVER));
            sessions.held(this);
        });
        return lease.isPresent();
    }

    /** The player has a socket again. */
    void resumed() {
        stopTimer();
        sessions.resumed(this);
    }

    void replaceBy(PlayerConnection next) {
        stopTimer();
        player = next;
        sessions.replaced(this);
    }

    void ended(SessionEnd reason) {
        stopTimer();
        sessions.ended(this, reason);
    }

    private void stopTimer() {
        if (isHeld()) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }
}

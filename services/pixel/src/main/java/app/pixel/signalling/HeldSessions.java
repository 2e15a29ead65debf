// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.CloseStatus;
import app.pixel.web.Report;
import app.pixel.web.SessionEnd;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions that this server holds, by id, and for one lease more the reasons of those that ended.
 *
 * <p>{@link #judge} decides at a request and again when its socket is open, since a session may end in between.
 */
final class HeldSessions {

    /** The outcome of a request for a player. */
    sealed interface Verdict {

        /** A new player; with a key, a new session. */
        record Open(Optional<SessionKey> key) implements Verdict {}

        record Resume(Session session) implements Verdict {}

        record Replace(Session session) implements Verdict {}

        /**
         * No player.
         *
         * @param status of the answer to the request
         * @param closeCode where the socket is open already
         */
        record Refuse(int status, int closeCode, String sentence) implements Verdict {}
    }

    private static final Logger log = LoggerFactory.getLogger(HeldSessions.class);
    private static final int MOST_ENDED = 1024;

    private final Vertx vertx;
    private final Duration lease;
    private final Consumer<Report> reports;
    private final Map<String, Session> byId = new LinkedHashMap<>();
    private final Map<String, SessionEnd> ended = new LinkedHashMap<>();

    /** @param lease how long a session outlives its socket; zero for no sessions at all */
    HeldSessions(Vertx vertx, Duration lease, Consumer<Report> reports) {
        this.vertx = vertx;
        this.lease = lease;
        this.reports = reports;
    }

    Duration lease() {
        return lease;
    }

    Verdict judge(SessionRequest request) {
        return switch (request) {
            case SessionRequest.Stranger _ -> new Verdict.Open(Optional.empty());
            case SessionRequest.Begin(SessionKey key) -> {
                Session session = byId.get(key.id());
                yield session == null ? open(key) : begin(session, key);
            }
            case SessionRequest.Resume(SessionKey key) -> {
                Session session = byId.get(key.id());
                yield session == null ? gone(key) : proven(session, key, new Verdict.Resume(session));
            }
            case SessionRequest.Replace(SessionKey key) -> {
                Session session = byId.get(key.id());
                yield session == null ? open(key) : proven(session, key, new Verdict.Replace(session));
            }
        };
    }

    Session begin(SessionKey key, PlayerConnection player) {
        Session session = new Session(vertx, key, this, player);
        byId.put(key.id(), session);
        ended.remove(key.id());
        say("session began", session, "");
        return session;
    }

    void held(Session session) {
        say("session held", session, "");
        reports.accept(new Report.ClientHeld(session.key().id()));
    }

    void resumed(Session session) {
        say("session resumed", session, "");
        reports.accept(new Report.ClientResumed(session.key().id()));
    }

    void replaced(Session session) {
        say("session goes on by another player", session, "");
    }

    void ended(Session session, SessionEnd reason) {
        String id = session.key().id();
        say("session ended", session, reason.word());
        byId.remove(id, session);
        ended.put(id, reason);
        if (ended.size() > MOST_ENDED) {
            ended.remove(ended.keySet().iterator().next());
        }
        vertx.setTimer(lease.toMillis(), over -> ended.remove(id, reason));
    }

    List<Report.HeldSession> reported() {
        return byId.values().stream().map(Session::reported).toList();
    }

    long held() {
        return byId.values().stream().filter(Session::isHeld).count();
    }

    private Verdict open(SessionKey key) {
        return new Verdict.Open(lease.isZero() ? Optional.empty() : Optional.of(key));
    }

    private static Verdict begin(Session session, SessionKey key) {
        return proven(
                session,
                key,
                session.isHeld()
                        ? new Verdict.Replace(session)
                        : new Verdict.Refuse(409, CloseStatus.ELSEWHERE, "The session has a socket already."));
    }

    private static Verdict proven(Session session, SessionKey key, Verdict verdict) {
        return key.hasProofOf(session.key())
                ? verdict
                : new Verdict.Refuse(403, CloseStatus.POLICY, "The proof is not this session's.");
    }

    private Verdict gone(SessionKey key) {
        @Nullable SessionEnd reason = ended.get(key.id());
        return new Verdict.Refuse(410, CloseStatus.SESSION_OVER, reason == null ? "" : reason.word());
    }

    private static void say(String message, Session session, String reason) {
        log.atInfo()
                .addKeyValue("sessionId", session.key())
                .addKeyValue("playerId", session.player().playerId())
                .addKeyValue("reason", reason)
                .log(message);
    }
}

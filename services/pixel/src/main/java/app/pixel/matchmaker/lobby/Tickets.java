// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import app.pixel.matchmaker.lobby.Ticket.Phase;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;

/** Every ticket, found by its id, by its visitor and by its turn; each change costs O(log n). */
final class Tickets {

    /** A restored ticket may share its rank with another; then ids decide, so that all replicas agree. */
    static final Comparator<Ticket> OLDEST_FIRST =
            Comparator.comparingLong(Ticket::rank).thenComparing(Ticket::id);

    private final Map<String, Ticket> byId = new HashMap<>();
    private final Map<String, TreeSet<Ticket>> byVisitor = new HashMap<>();
    private final TreeSet<Ticket> waiting;
    /** Tickets that stepped away so recently that a streamer is kept for them. */
    private final TreeSet<Ticket> held = new TreeSet<>(OLDEST_FIRST);

    private int away;
    private int leased;
    private long queueVersion;

    Tickets(Comparator<Ticket> turns) {
        waiting = new TreeSet<>(turns);
    }

    Optional<Ticket> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Collection<Ticket> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    /** A visitor's tickets, the oldest first. */
    Collection<Ticket> ofVisitor(String visitor) {
        TreeSet<Ticket> theirs = byVisitor.get(visitor);
        return theirs == null ? Collections.emptyList() : Collections.unmodifiableCollection(theirs);
    }

    /** Those who wait, first the one whose turn it is. */
    SequencedSet<Ticket> waiting() {
        return Collections.unmodifiableSequencedSet(waiting);
    }

    /** How many tickets have a visitor who is connected, or a session that is held. */
    int present() {
        return byId.size() - away;
    }

    /** How many tickets have a session without a socket. */
    int leased() {
        return leased;
    }

    /** How many tickets have just stepped away, each of which has a streamer kept for it. */
    int held() {
        return held.size();
    }

    /** How many older tickets have just stepped away; counts no further than the limit. */
    long awayBefore(Ticket ticket, int limit) {
        return held.headSet(ticket).stream().limit(limit).count();
    }

    /** The time is over in which a streamer is kept for a ticket that stepped away. */
    void holdNoLonger(String id, long now) {
        Ticket ticket = byId.get(id);
        if (ticket != null
                && ticket.phase() instanceof Phase.Away(long since, long ignored)
                && since + MatchingPolicy.HOLD_FOR_THE_OLDER <= now) {
            held.remove(ticket);
        }
    }

    /** Changes whenever the position of a ticket may have changed. */
    long queueVersion() {
        return queueVersion;
    }

    /** Adds a ticket, or replaces the one with the same id. */
    void put(Ticket ticket) {
        remove(ticket.id());
        byId.put(ticket.id(), ticket);
        byVisitor
                .computeIfAbsent(ticket.visitor(), visitor -> new TreeSet<>(OLDEST_FIRST))
                .add(ticket);
        if (ticket.phase() instanceof Phase.Waiting) {
            waiting.add(ticket);
            queueVersion++;
        }
        if (ticket.isAway()) {
            held.add(ticket);
        }
        away += ticket.isAway() ? 1 : 0;
        leased += ticket.isLeased() ? 1 : 0;
    }

    void remove(String id) {
        Ticket former = byId.remove(id);
        if (former == null) {
            return;
        }
        TreeSet<Ticket> siblings = byVisitor.getOrDefault(former.visitor(), new TreeSet<>(OLDEST_FIRST));
        siblings.remove(former);
        if (siblings.isEmpty()) {
            byVisitor.remove(former.visitor());
        }
        if (waiting.remove(former)) {
            queueVersion++;
        }
        held.remove(former);
        away -= former.isAway() ? 1 : 0;
        leased -= former.isLeased() ? 1 : 0;
    }
}

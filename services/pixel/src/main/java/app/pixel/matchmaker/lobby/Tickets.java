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
    private int away;
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

    /** How many tickets have a visitor who is connected. */
    int present() {
        return byId.size() - away;
    }

    /** Changes whenever anybody's position may have changed. */
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
        away += ticket.isAway() ? 1 : 0;
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
        away -= former.isAway() ? 1 : 0;
    }
}

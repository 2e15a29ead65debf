// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The open sockets of each visitor, token subject and client address, each socket a place in the queue or a stream.
 *
 * <p>A visitor or subject over its budget keeps the newest sockets, and the oldest one is displaced: the old connection
 * of a page that comes back may still look alive. An address over its budget is refused, since many
 * visitors may share it. State confined to one event loop; memory is bounded by the open sockets.
 *
 * @see Lease
 */
final class SocketBudgets {

    private final int perVisitor;
    private final int perAddress;
    private final Map<String, Deque<Lease>> open = new HashMap<>();

    /** Makes budgets that are all unused; 0 means no limit. */
    SocketBudgets(int perVisitor, int perAddress) {
        this.perVisitor = perVisitor;
        this.perAddress = perAddress;
    }

    boolean hasRoomFor(String address) {
        return perAddress == 0 || count(address) < perAddress;
    }

    /**
     * Counts one more socket.
     *
     * @param people the visitor's key and, with a token, the subject's
     */
    Lease take(List<String> people, String address) {
        if (perVisitor > 0) {
            for (String person : people) {
                List<Lease> held = List.copyOf(open.getOrDefault(person, new ArrayDeque<>()));
                held.stream().limit(Math.max(0, held.size() - perVisitor + 1)).forEach(Lease::displace);
            }
        }
        Lease lease = new Lease(this, people, address);
        lease.keys()
                .forEach(key ->
                        open.computeIfAbsent(key, added -> new ArrayDeque<>()).addLast(lease));
        return lease;
    }

    void release(Lease lease) {
        lease.keys()
                .forEach(key -> open.computeIfPresent(key, (present, leases) -> {
                    leases.remove(lease);
                    return leases.isEmpty() ? null : leases;
                }));
    }

    int size() {
        return open.size();
    }

    private int count(String key) {
        Deque<Lease> leases = open.get(key);
        return leases == null ? 0 : leases.size();
    }
}

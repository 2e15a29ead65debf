// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import java.util.HashMap;
import java.util.Map;

/**
 * The open sockets of each client address. An address over its budget is refused, since many visitors may share it.
 *
 * <p>State confined to one event loop; memory is bounded by the open sockets.
 *
 * @see Lease
 */
final class AddressBudgets {

    private final int perAddress;
    private final Map<String, Integer> open = new HashMap<>();

    /** Makes budgets that are all unused; 0 means no limit. */
    AddressBudgets(int perAddress) {
        this.perAddress = perAddress;
    }

    boolean hasRoomFor(String address) {
        return perAddress == 0 || open.getOrDefault(address, 0) < perAddress;
    }

    /** Counts one more socket. */
    Lease take(String address) {
        open.merge(address, 1, Integer::sum);
        return new Lease(() -> open.computeIfPresent(address, (known, count) -> count == 1 ? null : count - 1));
    }

    int size() {
        return open.size();
    }
}

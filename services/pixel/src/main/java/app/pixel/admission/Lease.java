// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import java.util.List;
import java.util.stream.Stream;

/** One admitted socket, as its budgets count it, until it ends. Confined to the event loop of its {@link Admission}. */
public final class Lease {

    private final SocketBudgets budgets;
    private final List<String> keys;
    private Runnable onDisplaced = () -> {};
    private boolean ended;
    private boolean displaced;

    Lease(SocketBudgets budgets, List<String> people, String address) {
        this.budgets = budgets;
        this.keys = Stream.concat(people.stream(), Stream.of(address)).toList();
    }

    /** Called once, when a newer socket of the same visitor takes the place: close the socket then. */
    public Lease onDisplaced(Runnable handler) {
        onDisplaced = handler;
        if (displaced) {
            handler.run();
        }
        return this;
    }

    /** The socket is closed, or never opened; a second call changes nothing. */
    public void end() {
        if (!ended) {
            ended = true;
            budgets.release(this);
        }
    }

    void displace() {
        displaced = true;
        end();
        onDisplaced.run();
    }

    List<String> keys() {
        return keys;
    }
}

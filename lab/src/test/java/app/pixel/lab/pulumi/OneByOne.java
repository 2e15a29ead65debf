// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import app.pixel.lab.pulumi.Journal.Operation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One thing fails in each run: the first to be tried that never failed before. The ways of failing take turns. */
final class OneByOne implements Faults {

    private final Operation failing;
    private final Set<String> failed = new LinkedHashSet<>();
    private final Deque<Fault> turns = new ArrayDeque<>(List.of(Fault.values()));
    private boolean due;

    OneByOne(Operation failing) {
        this.failing = failing;
    }

    synchronized void nextRun() {
        due = true;
    }

    synchronized Set<String> failed() {
        return Set.copyOf(failed);
    }

    @Override
    public synchronized Optional<Fault> on(Operation operation, String urn) {
        if (operation != failing || !due || !failed.add(urn)) {
            return Optional.empty();
        }
        due = false;
        Fault fault = turns.removeFirst();
        turns.addLast(fault);
        return Optional.of(fault);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.engine;

import app.pixel.lab.engine.Journal.Deed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One thing fails in each run: the first to be tried that never failed before. The ways of failing take turns. */
final class OneByOne implements Faults {

    private final Deed failing;
    private final Set<String> failed = new LinkedHashSet<>();
    private final Deque<Fault> turns = new ArrayDeque<>(List.of(Fault.values()));
    private boolean due;

    OneByOne(Deed failing) {
        this.failing = failing;
    }

    synchronized void nextRun() {
        due = true;
    }

    synchronized Set<String> failed() {
        return Set.copyOf(failed);
    }

    @Override
    public synchronized Optional<Fault> on(Deed deed, String urn) {
        if (deed != failing || !due || !failed.add(urn)) {
            return Optional.empty();
        }
        due = false;
        Fault fault = turns.removeFirst();
        turns.addLast(fault);
        return Optional.of(fault);
    }
}

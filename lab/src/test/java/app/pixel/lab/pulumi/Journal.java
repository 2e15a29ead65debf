// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import java.util.ArrayList;
import java.util.List;

/** Every change of the world that was asked for, in the order in which it was done. Written by many threads. */
final class Journal {

    /** The changes that a provider can make. */
    enum Operation {
        CREATE,
        UPDATE,
        DELETE
    }

    record Entry(Operation operation, String type, String name) {
        @Override
        public String toString() {
            return "%s %s %s".formatted(operation, type, name);
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    synchronized void write(Operation operation, String type, String name) {
        entries.add(new Entry(operation, type, name));
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** How many resources there was something to do with. */
    synchronized long resources() {
        return entries.stream()
                .map(entry -> entry.type() + entry.name())
                .distinct()
                .count();
    }

    synchronized void clear() {
        entries.clear();
    }
}

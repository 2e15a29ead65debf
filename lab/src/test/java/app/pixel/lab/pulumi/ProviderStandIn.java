// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** A provider of Pulumi's, played on plain values; it says no by a {@link ProviderRefusal}. It is asked by many threads at once. */
interface ProviderStandIn {

    /** What the program declares. */
    record Declared(String type, String name, Map<String, Object> inputs) {}

    /** What came of it. */
    record Made(String id, Map<String, Object> outputs) {}

    /** What there is now of what was declared. */
    record Found(Map<String, Object> inputs, Map<String, Object> outputs) {}

    /**
     * What would have to be done about changed inputs.
     *
     * @param changes by path, true where only another resource can have the new value
     * @param deleteFirst whether the old and the new one cannot be there at the same time
     */
    record Difference(SortedMap<String, Boolean> changes, boolean deleteFirst) {
        boolean replaces() {
            return changes.containsValue(true);
        }
    }

    /** The plugin's. */
    String version();

    List<String> refusals(Declared declared);

    Difference difference(String type, Map<String, Object> before, Map<String, Object> after);

    /** What a preview knows of a resource to be. */
    Map<String, Object> foreseen(Declared declared);

    /** Makes it; back when it has come up. */
    Made create(Declared declared);

    /** Its outputs, when it has come up again. */
    Map<String, Object> update(String id, Declared declared);

    Optional<Found> read(String id, Declared declared);

    /** Back when it is gone; what is not there any more has gone already. */
    void delete(String id, Declared declared);

    Map<String, Object> call(String function, Map<String, Object> arguments);

    /** Outputs that are secret whatever the inputs are. */
    default Set<String> secretOutputs(String type) {
        return Set.of();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * One of Pulumi's providers, simulated on plain values. It refuses by a {@link ProviderRefusal}. Many threads call it
 * at once.
 */
interface ProviderStandIn {

    /** A resource as the program declares it. */
    record Declared(String type, String name, Map<String, Object> inputs) {}

    /** A resource after it was made. */
    record Made(String id, Map<String, Object> outputs) {}

    /** The present state of a declared resource. */
    record Found(Map<String, Object> inputs, Map<String, Object> outputs) {}

    /**
     * The actions that changed inputs require.
     *
     * @param changes by path, true where only another resource can have the new value
     * @param deleteFirst true if the old and the new resource cannot exist at the same time
     */
    record Difference(SortedMap<String, Boolean> changes, boolean deleteFirst) {
        boolean replaces() {
            return changes.containsValue(true);
        }
    }

    /** The plugin's. */
    String version();

    List<String> refusals(Declared declared);

    /** Returns the inputs in the form in which the provider keeps them. */
    default Map<String, Object> normal(Declared declared) {
        return declared.inputs();
    }

    Difference difference(String type, Map<String, Object> before, Map<String, Object> after);

    /** Returns the outputs that a preview knows of a resource to be made. */
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

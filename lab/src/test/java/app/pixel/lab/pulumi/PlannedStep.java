// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One thing that Pulumi plans to do.
 *
 * @param operation in Pulumi's words: same, create, update, replace, delete and some finer ones
 * @param changed paths of inputs
 * @param inputs as they will be, secrets and what is not known yet marked; as they were, for what goes
 */
record PlannedStep(String operation, String urn, Set<String> changed, Map<String, Object> inputs) {

    static List<PlannedStep> planned(Map<String, Object> preview) {
        return Json.maps(preview.get("steps")).stream().map(PlannedStep::of).toList();
    }

    private static PlannedStep of(Map<String, Object> step) {
        String urn = Json.text(step, "urn");
        Map<String, Object> state = Json.map(step.getOrDefault("newState", step.getOrDefault("oldState", Map.of())));
        return new PlannedStep(
                Json.text(step, "op"),
                urn,
                new TreeSet<>(Json.map(step.get("detailedDiff")).keySet()),
                Json.map(state.get("inputs")));
    }

    String type() {
        return Urn.of(urn).type();
    }

    boolean changesNothing() {
        return operation.equals("same") || operation.equals("read");
    }

    /** A line of a reviewed table. */
    @Override
    public String toString() {
        return "%s %s%s".formatted(operation, Urn.of(urn), changed.isEmpty() ? "" : " " + changed);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.cluster.PackagedPlan;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./pixel plan}, which needs no pulumi command, against the pulumi command. */
class PlanClusterIT {

    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @ValueSource(strings = {"demo", "dev", "prod"})
    void the_plan_declares_what_the_real_engine_previews(String stack) throws IOException {
        Map<String, Map<String, Object>> planned = planned(stack);
        Map<String, Map<String, Object>> previewed = previewed(stack);

        assertThat(previewed.keySet()).isEqualTo(planned.keySet());
        var differences = new ArrayList<String>();
        planned.forEach(
                (resource, inputs) -> compare(resource, inputs, Json.map(previewed.get(resource)), differences));
        assertThat(differences).isEmpty();
        System.out.printf("%s: plan and preview agree on %d resources%n", stack, planned.size());
    }

    private static Map<String, Map<String, Object>> planned(String stack) throws IOException {
        var planned = new TreeMap<String, Map<String, Object>>();
        for (Map<String, Object> resource :
                Json.maps(Serialization.unmarshal(PackagedPlan.json(ROOT, ROOT, stack), List.class))) {
            Map<String, Object> inputs = Json.map(resource.get("inputs"));
            planned.put(Json.text(resource, "urn"), underOneName(inputs));
        }
        return planned;
    }

    /** The provider encodes the text of a Secret, and moves it by that, once all of it is known. */
    private static Map<String, Object> underOneName(Map<String, Object> inputs) {
        if (inputs.containsKey("stringData")) {
            inputs.put("data", inputs.remove("stringData"));
        }
        return inputs;
    }

    private static Map<String, Map<String, Object>> previewed(String stack) {
        try (Platform platform = Platform.inMemory(stack, new MemoryObjects())) {
            var previewed = new TreeMap<String, Map<String, Object>>();
            for (PlannedStep step : platform.pulumi().preview()) {
                Map<String, Object> inputs = Json.map(step.inputs());
                if (step.type().startsWith("pulumi:providers:")) {
                    // The engine's own notes.
                    inputs.keySet().removeAll(List.of("version", "__internal"));
                }
                previewed.put(step.urn(), underOneName(inputs));
            }
            return previewed;
        }
    }

    /** The plan makes up what only a cloud can know; a preview leaves it open. */
    private static void compare(
            String path, @Nullable Object planned, @Nullable Object previewed, List<String> differences) {
        if (StructValues.UNKNOWN.equals(previewed)) {
            return;
        }
        if (planned instanceof Map<?, ?> plan && previewed instanceof Map<?, ?> preview) {
            var names = new TreeSet<String>();
            plan.keySet().forEach(name -> names.add(String.valueOf(name)));
            preview.keySet().forEach(name -> names.add(String.valueOf(name)));
            names.forEach(name -> compare(path + "." + name, plan.get(name), preview.get(name), differences));
        } else if (planned instanceof List<?> plan
                && previewed instanceof List<?> preview
                && plan.size() == preview.size()) {
            for (int i = 0; i < plan.size(); i++) {
                compare(path + "[" + i + "]", plan.get(i), preview.get(i), differences);
            }
        } else if (planned instanceof Number plan && previewed instanceof Number preview) {
            if (plan.doubleValue() != preview.doubleValue()) {
                differences.add("%s: %s is planned, %s previewed".formatted(path, plan, preview));
            }
        } else if (planned == null || !planned.equals(previewed)) {
            differences.add("%s: %s is planned, %s previewed".formatted(path, planned, previewed));
        }
    }
}

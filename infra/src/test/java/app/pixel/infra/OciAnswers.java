// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a cloud would answer: the outputs that a resource has beside its inputs, and the results of functions. */
final class OciAnswers {
    private static final Map<String, Map<String, Object>> FUNCTIONS = Map.of();

    private OciAnswers() {}

    static Map<String, Object> state(String type, Map<String, Object> inputs) {
        var state = new HashMap<>(inputs);
        switch (type) {
            case "oci:ContainerEngine/cluster:Cluster" ->
                state.put(
                        "endpoints",
                        List.of(Map.of("publicEndpoint", "192.0.2.1:6443", "privateEndpoint", "10.26.0.5:6443")));
            case "pulumi:index:Stash" -> state.put("output", inputs.get("input"));
            default -> {
                // Most resources answer with what they were given.
            }
        }
        return state;
    }

    static Map<String, Object> function(String token) {
        Map<String, Object> answer = FUNCTIONS.get(token);
        if (answer == null) {
            throw new IllegalArgumentException("the tests' cloud knows no function " + token);
        }
        return answer;
    }
}

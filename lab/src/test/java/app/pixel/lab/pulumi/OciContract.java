// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of facts about the OCI provider, from which the program's own classes are generated. It lists the inputs
 * with their types, marks required ones, and marks those that can change in place.
 */
final class OciContract {

    private static final Pattern STEP = Pattern.compile("(\\w+)((?:\\[[^]]*])*)");

    private final Map<String, Object> table;

    OciContract(Path file) {
        this.table = Json.read(file);
    }

    /**
     * Returns the provider's objections to these inputs of a resource or function. An unknown value may be anything.
     */
    List<String> refusals(String section, String token, Map<String, Object> inputs) {
        Map<String, Object> described = Json.map(Json.map(table.get(section)).get(token));
        if (described.isEmpty()) {
            return List.of("the provider has no " + token);
        }
        var refusals = new ArrayList<String>();
        check("", inputs, Json.map(described.get("inputs")), refusals);
        return refusals;
    }

    private void check(String path, Map<?, ?> given, Map<String, Object> known, List<String> refusals) {
        given.forEach((name, value) -> {
            Map<String, Object> input = Json.map(known.get(String.valueOf(name)));
            if (input.isEmpty()) {
                refusals.add(path + name + " does not exist");
            } else {
                check(path + name, value, String.valueOf(input.get("type")), refusals);
            }
        });
        known.forEach((name, input) -> {
            if (Boolean.TRUE.equals(Json.map(input).get("required")) && !given.containsKey(name)) {
                refusals.add(path + name + " is missing");
            }
        });
    }

    private void check(String path, Object value, String type, List<String> refusals) {
        if (value.equals(StructValues.UNKNOWN)) {
            return;
        }
        boolean right = switch (value) {
            case List<?> list
            when type.endsWith("[]") -> {
                String element = type.substring(0, type.length() - 2);
                list.forEach(each -> check(path + "[]", each, element, refusals));
                yield true;
            }
            case Map<?, ?> map
            when type.startsWith("map<") -> {
                String element = type.substring("map<".length(), type.length() - 1);
                map.forEach((name, each) -> check(path + "." + name, each, element, refusals));
                yield true;
            }
            case Map<?, ?> map -> {
                Map<String, Object> fields = fields(type);
                check(path + ".", map, fields, refusals);
                yield !fields.isEmpty();
            }
            case String _ -> type.equals("string");
            case Number _ -> type.equals("number");
            case Boolean _ -> type.equals("boolean");
            default -> false;
        };
        if (!right) {
            refusals.add("%s is not a %s: %s".formatted(path, type, value));
        }
    }

    private Map<String, Object> fields(String type) {
        return Json.map(Json.map(table.get("inputTypes")).get(type));
    }

    /** Returns true if the value at a path of a resource's inputs can change without a replacement. */
    boolean canChange(String token, String path) {
        Map<String, Object> fields =
                Json.map(Json.map(Json.map(table.get("resources")).get(token)).get("inputs"));
        boolean changes = false;
        Matcher steps = STEP.matcher(path);
        while (steps.find() && !fields.isEmpty()) {
            Map<String, Object> input = Json.map(fields.get(steps.group(1)));
            // A field without an entry of its own has its object's.
            changes = Boolean.TRUE.equals(input.getOrDefault("updatable", changes));
            if (!changes) {
                return false;
            }
            fields = fields(String.valueOf(input.get("type")).replace("[]", ""));
        }
        return changes;
    }

    /** Something of the right type for every output that is no input. */
    Map<String, Object> outputs(String token, String name) {
        var outputs = new LinkedHashMap<String, Object>();
        Json.map(Json.map(Json.map(table.get("resources")).get(token)).get("outputs"))
                .forEach((output, type) -> outputs.put(
                        output,
                        switch (String.valueOf(type)) {
                            case "string" -> "%s of %s".formatted(output, name);
                            case "number" -> 0;
                            case "boolean" -> false;
                            case String list when list.endsWith("[]") -> List.of();
                            default -> Map.of();
                        }));
        return outputs;
    }
}

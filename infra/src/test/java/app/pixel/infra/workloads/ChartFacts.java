// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * Facts of the charts at their pinned versions, as real Helm gave them: {@code chart-facts.json}. A new key, or a new
 * version, needs its line there, read in the chart's own values.
 */
public record ChartFacts(JsonObject charts, JsonObject rendered) {

    public static ChartFacts read() {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(ChartFacts.class.getResourceAsStream("/chart-facts.json")),
                StandardCharsets.UTF_8)) {
            JsonObject all = JsonParser.parseReader(reader).getAsJsonObject();
            return new ChartFacts(all.getAsJsonObject("charts"), all.getAsJsonObject("rendered"));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    String version(String chart) {
        return charts.getAsJsonObject(chart).get("version").getAsString();
    }

    /** Every value that the chart does not know, or takes with another type, each as a sentence. */
    Map<String, String> misfits(String chart, JsonElement values) {
        Map<String, String> misfits = new TreeMap<>();
        JsonObject facts = charts.getAsJsonObject(chart);
        JsonObject free = facts.has("free") ? facts.getAsJsonObject("free") : new JsonObject();
        check("", values, facts.getAsJsonObject("values"), free, misfits);
        return misfits;
    }

    private static void check(
            String path, JsonElement value, JsonObject known, JsonObject free, Map<String, String> misfits) {
        if (free.has(path)) {
            return;
        }
        if (known.has(path)) {
            String type = known.get(path).getAsString();
            if (!type.equals("null") && !type.equals(type(value))) {
                misfits.put(path, "is " + type(value) + ", but the chart has " + type);
            }
            return;
        }
        if (value instanceof JsonObject object && !object.isEmpty()) {
            object.entrySet()
                    .forEach(entry -> check(joined(path, entry.getKey()), entry.getValue(), known, free, misfits));
            return;
        }
        misfits.put(path, "is unknown to the chart");
    }

    private static String joined(String path, String key) {
        String escaped = key.replace(".", "\\.");
        return path.isEmpty() ? escaped : path + "." + escaped;
    }

    private static String type(JsonElement value) {
        return switch (value) {
            case JsonObject _ -> "map";
            case JsonPrimitive primitive when primitive.isBoolean() -> "bool";
            case JsonPrimitive primitive when primitive.isNumber() -> "int";
            case JsonPrimitive _ -> "str";
            default -> "list";
        };
    }

    /** The objects of a kind that a chart makes of our values. */
    public List<JsonObject> made(String chart, String kind) {
        return StreamSupport.stream(rendered.getAsJsonArray(chart).spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .filter(object -> object.get("kind").getAsString().equals(kind))
                .toList();
    }

    public JsonObject made(String chart, String kind, String name) {
        return made(chart, kind).stream()
                .filter(object -> object.get("name").getAsString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("%s makes no %s %s".formatted(chart, kind, name)));
    }
}

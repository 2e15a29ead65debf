// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.settings;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSyntaxException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One object of a stack's configuration as JSON, with its path and the findings of the reading that it is part of.
 * It knows which of its values were read, so that {@link #refuseUnread} can name the others.
 */
final class SettingsTree {
    private static final Gson PLAIN = new Gson();

    /** Ends in the separator before a key: {@code pixel:} or {@code pixel:gpuPool.}. */
    private final String prefix;

    private final JsonObject values;
    private final Refusals refusals;

    private SettingsTree(String prefix, JsonObject values, Refusals refusals) {
        this.prefix = prefix;
        this.values = values;
        this.refusals = refusals;
    }

    /** The values whose full key starts with the prefix; those of other projects are left out. */
    static SettingsTree of(String prefix, Map<String, String> configuration, Refusals refusals) {
        var values = new JsonObject();
        configuration.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                values.add(key.substring(prefix.length()), parsed(value));
            }
        });
        return new SettingsTree(prefix, values, refusals);
    }

    /** Scalars stay text whatever they look like ("010", "1e3"): only the getter knows what they are meant to be. */
    private static JsonElement parsed(String value) {
        String text = value.strip();
        if (text.startsWith("{") || text.startsWith("[")) {
            try {
                return JsonParser.parseString(text);
            } catch (JsonSyntaxException _) {
                return new JsonPrimitive(value);
            }
        }
        return new JsonPrimitive(value);
    }

    Refusals refusals() {
        return refusals;
    }

    String path(String key) {
        return prefix + key;
    }

    Set<String> names() {
        return new TreeSet<>(values.keySet());
    }

    boolean isEncrypted(String key) {
        return refusals.isEncrypted(path(key));
    }

    @Nullable
    JsonElement read(String key) {
        refusals.markRead(path(key));
        return values.get(key);
    }

    JsonArray array(String key, String allowed) {
        JsonElement value = read(key);
        return value != null && value.isJsonArray() ? value.getAsJsonArray() : refuse(key, allowed, new JsonArray());
    }

    SettingsTree object(String key) {
        JsonElement value = read(key);
        if (value != null && value.isJsonObject()) {
            return inner(path(key), value.getAsJsonObject());
        }
        if (value != null && !value.isJsonNull()) {
            refuse(key, "an object", "");
        }
        return inner(path(key), new JsonObject());
    }

    Stream<SettingsTree> objects(String key) {
        JsonArray elements = array(key, "a list of objects");
        if (!elements.asList().stream().allMatch(JsonElement::isJsonObject)) {
            refuse(key, "a list of objects", "");
        }
        return objectsIn(key, elements);
    }

    /** Takes a setting as read, with all that is inside it. */
    void ignore(String key) {
        refusals.markRead(path(key));
        inside(key).forEach(SettingsTree::ignoreAll);
    }

    void ignoreAll() {
        names().forEach(this::ignore);
    }

    /** Refuses each value that was never read; of an unread object only the object itself. */
    void refuseUnread() {
        for (String key : values.keySet()) {
            if (refusals.isKnown(path(key))) {
                inside(key).forEach(SettingsTree::refuseUnread);
            } else {
                refusals.unknown(path(key));
            }
        }
    }

    /** Keeps the sentence "pixel:key is …, but must be …" and returns the stand-in. */
    <T> T refuse(String key, String allowed, T standIn) {
        JsonElement value = values.get(key);
        String given = value == null || value.isJsonNull()
                ? "is not set"
                : "is " + (isEncrypted(key) ? "[secret]" : PLAIN.toJson(value));
        refusals.add("%s %s, but must be %s.".formatted(path(key), given, allowed));
        return standIn;
    }

    /** The objects that a value is or lists. */
    private Stream<SettingsTree> inside(String key) {
        return switch (values.get(key)) {
            case JsonObject object -> Stream.of(inner(path(key), object));
            case JsonArray elements -> objectsIn(key, elements);
            case null, default -> Stream.empty();
        };
    }

    private Stream<SettingsTree> objectsIn(String key, JsonArray elements) {
        return IntStream.range(0, elements.size())
                .filter(index -> elements.get(index).isJsonObject())
                .mapToObj(index -> inner(
                        "%s[%d]".formatted(path(key), index),
                        elements.get(index).getAsJsonObject()));
    }

    private SettingsTree inner(String path, JsonObject object) {
        return new SettingsTree(path + ".", object, refusals);
    }
}

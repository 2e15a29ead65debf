// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trees of maps and lists, as files and the API server have them. YAML is read as well. */
final class Json {

    private Json() {}

    static Map<String, Object> read(Path file) {
        return parse(text(file));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> parse(String text) {
        return map(Serialization.unmarshal(text, Map.class));
    }

    /** The mapping that this is; an empty one where it is none. */
    static Map<String, Object> map(@Nullable Object value) {
        var map = new LinkedHashMap<String, Object>();
        if (value instanceof Map<?, ?> given) {
            given.forEach((name, element) -> {
                if (element != null) {
                    map.put(String.valueOf(name), element);
                }
            });
        }
        return map;
    }

    /** The elements that are mappings. */
    static List<Map<String, Object>> maps(@Nullable Object value) {
        return value instanceof List<?> list ? list.stream().map(Json::map).toList() : List.of();
    }

    /** The text at the end of a path of names; empty where there is none. */
    static String text(Map<String, Object> tree, String... path) {
        Object value = tree;
        for (String name : path) {
            value = map(value).getOrDefault(name, "");
        }
        return value instanceof Map ? "" : String.valueOf(value);
    }
}

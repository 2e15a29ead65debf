// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.plan;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A stack's configuration as the pulumi command would pass it to the program: the project's defaults, and over them the
 * stack's own values.
 *
 * @param values by full key, objects and lists as JSON
 * @param secretKeys of values that are encrypted, wholly or in part
 */
public record StackFiles(Map<String, String> values, Set<String> secretKeys) {
    /**
     * Only the pulumi command can decrypt. This passes for a URL and for a line of htpasswd, so that a plan works
     * with it.
     */
    static final String UNDISCLOSED = "rediss://undisclosed";

    public static StackFiles read(Path root, String stack) throws IOException {
        Path file = root.resolve("Pulumi." + stack + ".yaml");
        if (!Files.isRegularFile(file)) {
            throw new NoSuchStack(stack);
        }
        var files = new StackFiles(new TreeMap<>(), new TreeSet<>());
        section(load(root.resolve("Pulumi.yaml"))).forEach(files::declared);
        section(load(file)).forEach(files::given);
        return files;
    }

    /** The defaults of a project's file, by full key. */
    public static Map<String, String> defaults(InputStream project) {
        var files = new StackFiles(new TreeMap<>(), new TreeSet<>());
        Map<String, Object> content = new Yaml(new SafeConstructor(new LoaderOptions())).load(project);
        section(content).forEach(files::declared);
        return files.values();
    }

    /** There is no {@code Pulumi.<stack>.yaml}. */
    static final class NoSuchStack extends IOException {
        private static final long serialVersionUID = 1L;

        NoSuchStack(String stack) {
            super("There is no stack \"%1$s\": Pulumi.%1$s.yaml does not exist.".formatted(stack));
        }
    }

    private void declared(String key, Object declaration) {
        if (declaration instanceof Map<?, ?> typed) {
            Object value = typed.containsKey("value") ? typed.get("value") : typed.get("default");
            if (value != null) {
                values.put(full(key), text(value));
            }
        } else {
            values.put(full(key), text(declaration));
        }
    }

    private void given(String key, Object value) {
        Object disclosed = disclosed(key, value);
        if (disclosed != null) {
            values.put(full(key), text(disclosed));
        }
    }

    private Object disclosed(String key, Object value) {
        if (value instanceof Map<?, ?> map) {
            if (map.size() == 1 && map.containsKey("secure")) {
                secretKeys.add(full(key));
                return UNDISCLOSED;
            }
            Map<String, Object> inner = new TreeMap<>();
            map.forEach((name, element) -> inner.put(String.valueOf(name), disclosed(key, element)));
            return inner;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(element -> disclosed(key, element)).toList();
        }
        return value;
    }

    private static String full(String key) {
        return key.contains(":") ? key : Plan.PROJECT + ":" + key;
    }

    private static String text(Object value) {
        return value instanceof Map || value instanceof Iterable ? new Gson().toJson(value) : String.valueOf(value);
    }

    private static Map<String, Object> section(Map<String, Object> file) {
        Map<String, Object> config = new TreeMap<>();
        if (file.get("config") instanceof Map<?, ?> entries) {
            entries.forEach((key, value) -> config.put(String.valueOf(key), value));
        }
        return config;
    }

    private static Map<String, Object> load(Path file) throws IOException {
        try (var reader = Files.newBufferedReader(file)) {
            Map<String, Object> content = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            return content == null ? Map.of() : content;
        }
    }
}

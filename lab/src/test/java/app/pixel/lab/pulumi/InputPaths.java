// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The paths at which two trees of maps and lists differ. */
final class InputPaths {

    private InputPaths() {}

    /** The deepest places, as Pulumi writes them: {@code spec.template.spec.containers[0].image}. */
    static SortedSet<String> between(Map<?, ?> before, Map<?, ?> after) {
        var paths = new TreeSet<String>();
        collect("", before, after, paths);
        return paths;
    }

    private static void collect(String path, @Nullable Object before, @Nullable Object after, SortedSet<String> paths) {
        if (before instanceof Map<?, ?> old && after instanceof Map<?, ?> now) {
            var names = new TreeSet<String>();
            old.keySet().forEach(name -> names.add(String.valueOf(name)));
            now.keySet().forEach(name -> names.add(String.valueOf(name)));
            names.forEach(name -> collect(below(path, name), old.get(name), now.get(name), paths));
        } else if (before instanceof List<?> old && after instanceof List<?> now && old.size() == now.size()) {
            for (int i = 0; i < old.size(); i++) {
                collect("%s[%d]".formatted(path, i), old.get(i), now.get(i), paths);
            }
        } else if (!Objects.equals(before, after)) {
            paths.add(path);
        }
    }

    private static String below(String path, String name) {
        if (name.matches("\\w+")) {
            return path.isEmpty() ? name : path + "." + name;
        }
        return "%s[\"%s\"]".formatted(path, name);
    }

    /** The name at the top of a path. */
    static String top(String path) {
        return path.split("[.\\[]", 2)[0];
    }
}

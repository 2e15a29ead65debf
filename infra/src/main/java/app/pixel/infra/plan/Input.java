// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.plan;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One value among a resource's inputs, or none: a path that leads nowhere gives an absent input, and no failure. */
record Input(@Nullable Object value) {

    /** Steps are names, or numbers in lists, with dots between them. */
    Input at(String path) {
        Input here = this;
        for (String step : path.split("\\.", -1)) {
            here = here.step(step);
        }
        return here;
    }

    /** A name that may have dots in it. */
    Input step(String name) {
        return switch (value) {
            case Map<?, ?> map -> new Input(map.get(name));
            case List<?> list
            when name.matches("\\d+") && Integer.parseInt(name) < list.size() ->
                new Input(list.get(Integer.parseInt(name)));
            case null, default -> new Input(null);
        };
    }

    boolean exists() {
        return value != null;
    }

    boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }

    /** "" where there is nothing. */
    String text() {
        return value == null ? "" : String.valueOf(value);
    }

    /** The logical name of the resource whose id this is. */
    String named() {
        return text().replaceFirst(PlanEngine.ID_SUFFIX + "$", "");
    }

    List<Input> each() {
        return value instanceof List<?> list ? list.stream().map(Input::new).toList() : List.of();
    }

    List<String> keys() {
        return value instanceof Map<?, ?> map
                ? map.keySet().stream().map(String::valueOf).sorted().toList()
                : List.of();
    }

    /** The elements of a list, or the entries of a mapping as {@code key=value}, with commas between them. */
    String joined() {
        return value instanceof Map
                ? keys().stream().map(key -> key + "=" + step(key).text()).collect(Collectors.joining(", "))
                : each().stream().map(Input::text).collect(Collectors.joining(", "));
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.infra.plan.StackFiles;
import app.pixel.infra.settings.Settings;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.pulumi.resources.ComponentResourceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stacks of the release before, with their files, under the program of today. {@code docs/upgrade.md} lists what a
 * preview shows of Oracle's cloud.
 */
class UpgradeTest {
    private static final String BEFORE = "1.0.0";
    private static final Path FILES = Path.of("src", "test", "resources", "upgrade", BEFORE);
    private static final JsonObject CONTRACT =
            json(Path.of("src", "oci", "contract.json")).getAsJsonObject().getAsJsonObject("resources");

    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void a_preview_shows_what_the_guide_lists(String stack) throws IOException {
        assertThat(steps(stack)).containsExactlyElementsOf(listed(stack));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void no_resource_of_the_cloud_is_replaced_or_deleted(String stack) throws IOException {
        assertThat(steps(stack)).noneMatch(step -> step.startsWith("replace ") || step.startsWith("delete "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void the_old_files_need_no_more_settings_than_the_guide_lists(String stack) throws IOException {
        assertThat(StackConfig.from(settings(stack))).isNotNull();
    }

    private Settings settings(String stack) throws IOException {
        Files.copy(Path.of("..", "Pulumi.yaml"), root.resolve("Pulumi.yaml"));
        Files.copy(FILES.resolve("Pulumi." + stack + ".yaml"), root.resolve("Pulumi." + stack + ".yaml"));
        var files = StackFiles.read(root, stack);
        Map<String, String> values = new HashMap<>(files.values());
        for (String command : listed(stack + "-settings")) {
            String[] words = command.split(" ", 5);
            assertThat(command).startsWith("pulumi config set pixel:");
            values.put(words[3], words[4]);
        }
        return Settings.of("pixel", values, files.secretKeys());
    }

    private Set<String> steps(String stack) throws IOException {
        var config = StackConfig.from(settings(stack));
        var recorded =
                RecordedStack.of(_ -> new PlatformParts("pixel-" + stack, config, ComponentResourceOptions.Empty));
        Map<String, Registered> now = recorded.resources().stream()
                .filter(resource -> resource.type().startsWith("oci:"))
                .collect(Collectors.toMap(resource -> key(resource.type(), resource.name()), resource -> resource));
        Map<String, JsonObject> before = before(stack);
        Set<String> steps = new TreeSet<>();
        Stream.concat(before.keySet().stream(), now.keySet().stream())
                .distinct()
                .forEach(resource -> {
                    JsonObject old = before.get(resource);
                    Registered declared = now.get(resource);
                    if (old == null) {
                        steps.add("create " + resource);
                    } else if (declared == null) {
                        steps.add("delete " + resource);
                    } else {
                        step(resource, old, declared).ifPresent(steps::add);
                    }
                });
        return steps;
    }

    private static Optional<String> step(String resource, JsonObject old, Registered declared) {
        JsonObject inputs = declared.inputs();
        Set<String> changed = new TreeSet<>();
        Stream.concat(old.keySet().stream(), inputs.keySet().stream())
                .distinct()
                .filter(name -> !same(name, old.get(name), inputs.get(name)))
                .forEach(changed::add);
        if (changed.isEmpty()) {
            return Optional.empty();
        }
        JsonObject known = CONTRACT.getAsJsonObject(declared.type()).getAsJsonObject("inputs");
        boolean inPlace = changed.stream()
                .allMatch(name -> known.getAsJsonObject(name).get("updatable").getAsBoolean());
        return Optional.of("%s %s %s".formatted(inPlace ? "update" : "replace", resource, changed));
    }

    /** The autoscaler owns the size of a pool. */
    private static boolean same(String name, JsonElement old, JsonElement now) {
        return Objects.equals(plain(name, old), plain(name, now));
    }

    private static JsonElement plain(String name, JsonElement value) {
        return switch (value) {
            case JsonObject object -> {
                var result = new JsonObject();
                object.entrySet().stream()
                        .filter(entry -> !(name.equals("nodeConfigDetails")
                                && entry.getKey().equals("size")))
                        .forEach(entry -> result.add(entry.getKey(), plain("", entry.getValue())));
                yield result;
            }
            case JsonArray array -> {
                var result = new JsonArray();
                array.forEach(element -> result.add(plain("", element)));
                yield result;
            }
            case JsonPrimitive number when number.isNumber() -> new JsonPrimitive(number.getAsDouble());
            case null, default -> value;
        };
    }

    private static Map<String, JsonObject> before(String stack) {
        Map<String, JsonObject> before = new HashMap<>();
        json(FILES.resolve("plan-" + stack + ".json")).getAsJsonArray().forEach(element -> {
            JsonObject resource = element.getAsJsonObject();
            before.put(
                    key(resource.get("type").getAsString(), resource.get("name").getAsString()),
                    resource.getAsJsonObject("inputs"));
        });
        return before;
    }

    private static String key(String type, String name) {
        return type.substring(type.lastIndexOf(':') + 1) + " " + name;
    }

    /** The lines of a block of the guide; none where the guide has no such block. */
    private static Set<String> listed(String block) throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "upgrade.md"));
        int start = guide.indexOf("```" + block + "\n");
        if (start < 0) {
            return Set.of();
        }
        return guide.substring(start).split("```", 3)[1].lines().skip(1).collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonElement json(Path file) {
        try {
            return JsonParser.parseString(Files.readString(file));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}

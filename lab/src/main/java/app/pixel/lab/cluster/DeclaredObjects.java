// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Every Kubernetes object that the Pulumi program declares for a stack, as {@code ./pixel plan <stack> --json} tells
 * them.
 *
 * @param root of the project, where the packaged program and the stacks are
 * @param secrets the content of Secrets, by their name; a plan does not show it
 */
public record DeclaredObjects(Path root, Map<String, Map<String, String>> secrets) {

    private static final String RELEASE = "kubernetes:helm.sh/v3:Release";
    private static final Map<String, String> HIDDEN = Map.of("hidden", "by the plan");

    public DeclaredObjects(Path root) {
        this(root, Map.of());
    }

    /** Namespaces first, which is what the program's dependencies come to. */
    public List<HasMetadata> of(String stack) throws IOException {
        return of(stack, Map.of());
    }

    /**
     * Likewise, of a stack that differs in some settings.
     *
     * @param settings instead of those in the stack's file, such as {@code pixel:gpuSharing}
     */
    public List<HasMetadata> of(String stack, Map<String, String> settings) throws IOException {
        List<?> resources = Serialization.unmarshal(plan(stack, settings), List.class);
        return resources.stream()
                .map(resource -> (Map<?, ?>) resource)
                .filter(resource -> String.valueOf(resource.get("type")).startsWith("kubernetes:"))
                .filter(resource -> !RELEASE.equals(resource.get("type")))
                .map(resource -> object((Map<?, ?>) Objects.requireNonNull(resource.get("inputs"))))
                .sorted(Comparator.comparing(object -> !"Namespace".equals(object.getKind())))
                .toList();
    }

    private String plan(String stack, Map<String, String> settings) throws IOException {
        Path project = Files.createTempDirectory("pixel-plan-");
        try {
            copyOfProject(project, stack, settings);
            return PackagedPlan.json(root, project, stack);
        } finally {
            try (Stream<Path> files = Files.list(project)) {
                files.forEach(file -> file.toFile().delete());
            }
            Files.delete(project);
        }
    }

    /** Copies the files that a plan reads, and appends the settings: of a key that stands twice, the last counts. */
    private void copyOfProject(Path project, String stack, Map<String, String> settings) throws IOException {
        String file = "Pulumi.%s.yaml".formatted(stack);
        Files.createSymbolicLink(project.resolve("charts-values"), absolute("charts-values"));
        Files.copy(absolute("Pulumi.yaml"), project.resolve("Pulumi.yaml"));
        Files.copy(absolute(file), project.resolve(file));
        for (var setting : settings.entrySet()) {
            Files.writeString(
                    project.resolve(file),
                    "%n  %s: %s%n".formatted(setting.getKey(), setting.getValue()),
                    StandardOpenOption.APPEND);
        }
    }

    private Path absolute(String path) {
        return root.resolve(path).toAbsolutePath().normalize();
    }

    private HasMetadata object(Map<?, ?> inputs) {
        var fields = new HashMap<Object, Object>(inputs);
        fields.computeIfPresent("stringData", (name, hidden) -> disclosed(inputs));
        return Serialization.unmarshal(Serialization.asJson(fields), GenericKubernetesResource.class);
    }

    /** A registry's Secret gets an empty document: the API server parses it. */
    private Map<String, String> disclosed(Map<?, ?> secret) {
        if ("kubernetes.io/dockerconfigjson".equals(secret.get("type"))) {
            return Map.of(".dockerconfigjson", "{}");
        }
        Object name = secret.get("metadata") instanceof Map<?, ?> metadata ? metadata.get("name") : null;
        return secrets.getOrDefault(String.valueOf(name), HIDDEN);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Every Kubernetes object that the Pulumi program declares for a stack, as {@code ./pixel plan <stack> --json} tells them. */
final class DeclaredObjects {

    private static final Path ROOT = Path.of("..", "..");
    private static final String RELEASE = "kubernetes:helm.sh/v3:Release";

    private DeclaredObjects() {}

    /** Namespaces first, which is what the program's dependencies come to. */
    static List<HasMetadata> of(String stack) throws IOException {
        List<?> resources = Serialization.unmarshal(plan(stack), List.class);
        return resources.stream()
                .map(resource -> (Map<?, ?>) resource)
                .filter(resource -> String.valueOf(resource.get("type")).startsWith("kubernetes:"))
                .filter(resource -> !RELEASE.equals(resource.get("type")))
                .map(resource -> object((Map<?, ?>) Objects.requireNonNull(resource.get("inputs"))))
                .sorted(Comparator.comparing(object -> !"Namespace".equals(object.getKind())))
                .toList();
    }

    private static String plan(String stack) throws IOException {
        Process plan = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Path.of("infra", "target", "infra.jar").toString(),
                        "app.pixel.infra.plan.Plan",
                        stack,
                        "--json")
                .directory(ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(plan.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (plan.onExit().join().exitValue() != 0) {
            throw new IllegalStateException("the stack %s could not be planned: see above".formatted(stack));
        }
        return printed;
    }

    private static HasMetadata object(Map<?, ?> inputs) {
        var fields = new HashMap<Object, Object>(inputs);
        // A plan shows no secret; the API server reads what stands in a registry's.
        fields.computeIfPresent(
                "stringData",
                (name, hidden) -> "kubernetes.io/dockerconfigjson".equals(inputs.get("type"))
                        ? Map.of(".dockerconfigjson", "{}")
                        : Map.of("hidden", "by the plan"));
        return Serialization.unmarshal(Serialization.asJson(fields), GenericKubernetesResource.class);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Helm's memory of installed releases: chart, version and values of each. If the chart is on disk, helm renders it, and
 * the API server validates the objects without making any.
 */
final class HelmReleases {

    static final String TYPE = "kubernetes:helm.sh/v3:Release";

    private final KubernetesObjects objects;
    private final Optional<HelmCharts> charts;
    private final Map<String, Map<String, Object>> installed = new ConcurrentHashMap<>();

    HelmReleases(KubernetesObjects objects, Optional<HelmCharts> charts) {
        this.objects = objects;
        this.charts = charts;
    }

    /** The releases by namespace and name, with the inputs that they were last given. */
    Map<String, Map<String, Object>> installed() {
        return new TreeMap<>(installed);
    }

    List<String> refusals(Map<String, Object> inputs) {
        return Stream.of("chart", "version", "name", "namespace")
                .filter(name -> !inputs.containsKey(name))
                .map(name -> "a release of ours names its " + name)
                .toList();
    }

    ProviderStandIn.Difference difference(Map<String, Object> before, Map<String, Object> after) {
        var changes = new TreeMap<String, Boolean>();
        InputPaths.between(before, after)
                .forEach(path -> changes.put(path, path.equals("name") || path.equals("namespace")));
        return new ProviderStandIn.Difference(changes, true);
    }

    ProviderStandIn.Made install(Map<String, Object> inputs) {
        String namespace = Json.text(inputs, "namespace");
        if (!namespace.equals("kube-system")
                && objects.find(KubernetesObjects.Reference.namespace(namespace))
                        .isEmpty()) {
            throw new ProviderRefusal("create: failed to create: namespaces \"%s\" not found".formatted(namespace));
        }
        tryOut(inputs);
        String id = namespace + "/" + Json.text(inputs, "name");
        if (installed.putIfAbsent(id, inputs) != null) {
            throw new ProviderRefusal("cannot re-use a name that is still in use");
        }
        return new ProviderStandIn.Made(id, outputs(inputs));
    }

    Map<String, Object> upgrade(String id, Map<String, Object> inputs) {
        tryOut(inputs);
        if (installed.replace(id, inputs) == null) {
            throw new ProviderRefusal("\"%s\" has no deployed releases".formatted(id));
        }
        return outputs(inputs);
    }

    private void tryOut(Map<String, Object> inputs) {
        charts.flatMap(there -> there.rendered(inputs))
                .ifPresent(yaml -> objects.tryOut(yaml, Json.text(inputs, "namespace")));
    }

    Optional<ProviderStandIn.Found> find(String id) {
        return Optional.ofNullable(installed.get(id)).map(inputs -> new ProviderStandIn.Found(inputs, outputs(inputs)));
    }

    void uninstall(String id) {
        installed.remove(id);
    }

    private static Map<String, Object> outputs(Map<String, Object> inputs) {
        var outputs = new TreeMap<>(inputs);
        outputs.put(
                "status",
                Map.of(
                        "name", Json.text(inputs, "name"),
                        "namespace", Json.text(inputs, "namespace"),
                        "chart", Json.text(inputs, "chart"),
                        "version", Json.text(inputs, "version"),
                        "status", "deployed"));
        return outputs;
    }
}

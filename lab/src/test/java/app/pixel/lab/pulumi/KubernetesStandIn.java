// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import app.pixel.lab.pulumi.KubernetesObjects.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Pulumi's Kubernetes provider, simulated. Declared objects go to {@link KubernetesObjects}, releases to
 * {@link HelmReleases}. As the provider does since 4.29, it refuses to make an object that exists already.
 */
final class KubernetesStandIn implements ProviderStandIn {

    private static final String VERSION = "4.34.2";
    private static final String SECRET = "kubernetes:core/v1:Secret";

    /**
     * The fields that Kubernetes does not let anyone change, by kind. Name and namespace are such fields of every kind.
     */
    private static final Map<String, Pattern> FIXED = Map.of(
            "Deployment", Pattern.compile("spec\\.selector.*"),
            "DaemonSet", Pattern.compile("spec\\.selector.*"),
            "StatefulSet", Pattern.compile("spec\\.(selector|serviceName|podManagementPolicy|volumeClaimTemplates).*"),
            "RoleBinding", Pattern.compile("roleRef.*"),
            "ClusterRoleBinding", Pattern.compile("roleRef.*"),
            "Secret", Pattern.compile("type|immutable"));

    private static final Pattern IDENTITY = Pattern.compile("apiVersion|kind|metadata\\.(name|namespace)");

    private final KubernetesObjects objects;
    private final HelmReleases releases;

    KubernetesStandIn(KubernetesObjects objects) {
        this.objects = objects;
        this.releases = new HelmReleases(objects, HelmCharts.of(System.getenv()));
    }

    HelmReleases releases() {
        return releases;
    }

    private static boolean isRelease(String type) {
        return type.equals(HelmReleases.TYPE);
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public List<String> refusals(Declared declared) {
        if (isRelease(declared.type())) {
            return releases.refusals(declared.inputs());
        }
        Reference reference = Reference.of(declared.inputs());
        return Stream.of(reference.apiVersion(), reference.kind(), reference.name())
                        .anyMatch(String::isEmpty)
                ? List.of("an object of ours has a version, a kind and a name: " + reference)
                : List.of();
    }

    /** A Secret's text is encoded, as the API server keeps it, unless a part of it is not known yet. */
    @Override
    public Map<String, Object> normal(Declared declared) {
        Map<String, Object> text = Json.map(declared.inputs().get("stringData"));
        if (!declared.type().equals(SECRET) || text.isEmpty() || text.containsValue(StructValues.UNKNOWN)) {
            return declared.inputs();
        }
        Map<String, Object> normal = new LinkedHashMap<>(declared.inputs());
        Map<String, Object> data = Json.map(normal.get("data"));
        text.forEach((name, value) -> data.put(name, encoded(String.valueOf(value))));
        normal.remove("stringData");
        normal.put("data", data);
        return normal;
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Difference difference(String type, Map<String, Object> before, Map<String, Object> after) {
        if (isRelease(type)) {
            return releases.difference(before, after);
        }
        Pattern fixed = FIXED.getOrDefault(Json.text(after, "kind"), IDENTITY);
        var changes = new TreeMap<String, Boolean>();
        InputPaths.between(before, after)
                .forEach(path -> changes.put(
                        path,
                        IDENTITY.matcher(path).matches() || fixed.matcher(path).matches()));
        // A name of our own can only be given again when it is free.
        return new Difference(changes, Reference.of(before).equals(Reference.of(after)));
    }

    @Override
    public Map<String, Object> foreseen(Declared declared) {
        return declared.inputs();
    }

    @Override
    public Made create(Declared declared) {
        if (isRelease(declared.type())) {
            return releases.install(declared.inputs());
        }
        Reference reference = Reference.of(declared.inputs());
        if (objects.find(reference).isPresent()) {
            throw new ProviderRefusal("%s \"%s\" already exists".formatted(reference.kind(), reference.name()));
        }
        objects.apply(declared.inputs());
        return new Made(reference.id(), applied(declared));
    }

    @Override
    public Map<String, Object> update(String id, Declared declared) {
        if (isRelease(declared.type())) {
            return releases.upgrade(id, declared.inputs());
        }
        objects.apply(declared.inputs());
        return applied(declared);
    }

    /** Waits until the object is at work, unless its annotation says that no wait is wanted. */
    private Map<String, Object> applied(Declared declared) {
        Reference reference = Reference.of(declared.inputs());
        return Json.text(declared.inputs(), "metadata", "annotations", "pulumi.com/skipAwait")
                        .equals("true")
                ? objects.find(reference).orElseThrow()
                : objects.awaitReady(reference);
    }

    @Override
    public Optional<Found> read(String id, Declared declared) {
        if (isRelease(declared.type())) {
            return releases.find(id);
        }
        return objects.find(Reference.of(declared.inputs())).map(live -> new Found(now(declared.inputs(), live), live));
    }

    /**
     * Returns the present values of the declared fields, whichever client changed them. Empty lists and mappings are
     * not kept.
     */
    private static Map<String, Object> now(Map<String, Object> declared, Map<String, Object> live) {
        var now = new LinkedHashMap<String, Object>();
        declared.forEach((name, value) -> {
            if (isEmpty(value)) {
                now.put(name, value);
            } else if (live.containsKey(name)) {
                now.put(name, now(value, Json.map(live).getOrDefault(name, value)));
            }
        });
        return now;
    }

    private static boolean isEmpty(Object value) {
        return value.equals(Map.of()) || value.equals(List.of());
    }

    private static Object now(Object declared, Object live) {
        if (declared instanceof Map<?, ?> && live instanceof Map<?, ?>) {
            return now(Json.map(declared), Json.map(live));
        }
        if (declared instanceof List<?> were && live instanceof List<?> are && were.size() == are.size()) {
            var now = new ArrayList<Object>();
            for (int i = 0; i < were.size(); i++) {
                now.add(now(were.get(i), are.get(i)));
            }
            return now;
        }
        return live;
    }

    @Override
    public void delete(String id, Declared declared) {
        if (isRelease(declared.type())) {
            releases.uninstall(id);
        } else {
            objects.delete(Reference.of(declared.inputs()));
        }
    }

    @Override
    public Map<String, Object> call(String function, Map<String, Object> arguments) {
        throw new ProviderRefusal("the program asks nothing of Kubernetes: " + function);
    }

    @Override
    public Set<String> secretOutputs(String type) {
        return type.equals(SECRET) ? Set.of("data", "stringData") : Set.of();
    }
}

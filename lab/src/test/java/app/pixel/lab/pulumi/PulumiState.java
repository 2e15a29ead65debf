// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.pulumi.KubernetesObjects.Reference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The resources in Pulumi's state, compared with those that exist. */
final class PulumiState {

    private final List<Map<String, Object>> believed;

    private PulumiState(List<Map<String, Object>> believed) {
        this.believed = believed;
    }

    static PulumiState believedBy(Platform platform) {
        return new PulumiState(platform.pulumi().resources());
    }

    int size() {
        return believed.size();
    }

    /** Each resource in the cloud is in the state, once, and the other way round: no orphan, no duplicate. */
    void isTheCloudOf(Platform platform) {
        var ids = new TreeMap<String, String>();
        believed.stream()
                .filter(resource -> Json.text(resource, "type").startsWith("oci:"))
                .forEach(resource -> ids.put(
                        Json.text(resource, "id"),
                        Urn.of(Json.text(resource, "urn")).toString()));
        assertThat(platform.oci().inventory()).isEqualTo(ids);
        assertThat(platform.kubernetes().releases().installed()).containsOnlyKeys(releaseIds());
    }

    private Set<String> releaseIds() {
        return believed.stream()
                .filter(resource -> Json.text(resource, "type").equals(HelmReleases.TYPE))
                .map(resource -> Json.text(resource, "id"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The Kubernetes objects, releases aside. */
    Set<Reference> objects() {
        return believed.stream()
                .filter(resource -> Json.text(resource, "type").startsWith("kubernetes:"))
                .filter(resource -> !Json.text(resource, "type").equals(HelmReleases.TYPE))
                .map(resource -> Reference.of(Json.map(resource.get("inputs"))))
                .collect(Collectors.toSet());
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.images;

import app.pixel.infra.network.OciProviders;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The image repositories of a tenancy, in the compartment that the stack names. */
public final class ImageRegistry extends ComponentResource {
    private final Map<String, Output<String>> repositories = new TreeMap<>();

    public ImageRegistry(String name, ImageRegistrySettings settings) {
        super("pixel:oci:ImageRegistry", name, ComponentResourceOptions.Empty);
        var oci = new OciProviders(name, settings.account(), ComponentResourceOptions.Empty);
        var child = CustomResourceOptions.builder()
                .parent(this)
                .provider(oci.regional())
                .build();
        for (String repository : settings.repositories()) {
            repositories.put(repository, ImageRepository.declare(repository, settings.account(), oci, child));
        }
        registerOutputs(Map.of());
    }

    /** {@code repositories}: by name, the text that {@code docker push} and the image settings take. */
    public Map<String, Output<?>> outputs() {
        List<String> names = List.copyOf(repositories.keySet());
        Output<Map<String, String>> urls = Output.all(List.copyOf(repositories.values()))
                .applyValue(all -> {
                    Map<String, String> byName = new TreeMap<>();
                    for (int i = 0; i < all.size(); i++) {
                        byName.put(names.get(i), all.get(i));
                    }
                    return byName;
                });
        return Map.of("repositories", urls);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ProviderResource;
import com.pulumi.resources.ResourceArgs;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the program's Kubernetes provider. */
final class KubernetesProvider {
    /** The typed classes' jar is far older. 4.34 reads a chart's CRDs before it previews objects of their kinds. */
    private static final String PLUGIN = "4.34.2";

    private KubernetesProvider() {}

    /** For a cluster of another owner. */
    static ProviderResource of(String name, ClusterSettings.Existing existing, ComponentResourceOptions above) {
        CustomResourceOptions.Builder options = CustomResourceOptions.builder();
        above.getParent().ifPresent(options::parent);
        return provider(
                name, new Arguments(existing.kubeconfig().map(Output::of), existing.context()), options.build());
    }

    static ProviderResource of(String name, Output<String> kubeconfig, CustomResourceOptions options) {
        return provider(name, new Arguments(Optional.of(kubeconfig.asSecret()), Optional.empty()), options);
    }

    private static ProviderResource provider(String name, Arguments arguments, CustomResourceOptions options) {
        return new ProviderResource(
                "kubernetes",
                name,
                arguments,
                CustomResourceOptions.merge(
                        CustomResourceOptions.builder().version(PLUGIN).build(), options));
    }

    /**
     * The plugin's arguments, one of which is younger than the typed classes. By default, a new value replaces a Secret
     * or a ConfigMap: the plugin deletes it and makes another one. With these two arguments, it updates the object.
     */
    @SuppressWarnings({"unused", "UnusedVariable"}) // The SDK reads the fields.
    private static final class Arguments extends ResourceArgs {

        @Import(name = "kubeconfig")
        private final @Nullable Output<String> kubeconfig;

        @Import(name = "context")
        private final @Nullable Output<String> context;

        @Import(name = "enableConfigMapMutable", json = true)
        private final Output<Boolean> enableConfigMapMutable = Output.of(true);

        @Import(name = "enableSecretMutable", json = true)
        private final Output<Boolean> enableSecretMutable = Output.of(true);

        Arguments(Optional<Output<String>> kubeconfig, Optional<String> context) {
            this.kubeconfig = kubeconfig.orElse(null);
            this.context = context.map(Output::of).orElse(null);
        }
    }
}

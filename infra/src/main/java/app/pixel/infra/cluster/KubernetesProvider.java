// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.Provider;
import com.pulumi.kubernetes.ProviderArgs;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;

/** Makes the program's Kubernetes provider. */
final class KubernetesProvider {
    /** The typed classes' jar is far older. 4.34 reads a chart's CRDs before it previews objects of their kinds. */
    private static final String PLUGIN = "4.34.2";

    private KubernetesProvider() {}

    /** For a cluster of another owner. */
    static Provider of(String name, ClusterSettings.Existing existing, ComponentResourceOptions above) {
        var args = ProviderArgs.builder();
        existing.kubeconfig().ifPresent(args::kubeconfig);
        existing.context().ifPresent(args::context);
        CustomResourceOptions.Builder options = CustomResourceOptions.builder();
        above.getParent().ifPresent(options::parent);
        return new Provider(name, args.build(), options.version(PLUGIN).build());
    }

    static Provider of(String name, Output<String> kubeconfig, CustomResourceOptions options) {
        return new Provider(
                name,
                ProviderArgs.builder().kubeconfig(kubeconfig.asSecret()).build(),
                CustomResourceOptions.merge(
                        CustomResourceOptions.builder().version(PLUGIN).build(), options));
    }
}

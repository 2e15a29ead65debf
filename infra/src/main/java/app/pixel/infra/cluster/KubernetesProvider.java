// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.Provider;
import com.pulumi.kubernetes.ProviderArgs;
import com.pulumi.resources.CustomResourceOptions;

/** The one way in which the program makes a Kubernetes provider. */
final class KubernetesProvider {
    /** Named here because the typed classes' jar is far older: 4.34 reads a chart's CRDs before it previews what uses them. */
    private static final String PLUGIN = "4.34.2";

    private KubernetesProvider() {}

    /** For a cluster that somebody else made. */
    static Provider of(String name, ClusterSettings.Existing existing) {
        var args = ProviderArgs.builder();
        existing.kubeconfig().ifPresent(args::kubeconfig);
        existing.context().ifPresent(args::context);
        return new Provider(
                name,
                args.build(),
                CustomResourceOptions.builder().version(PLUGIN).build());
    }

    static Provider of(String name, Output<String> kubeconfig, CustomResourceOptions options) {
        return new Provider(
                name,
                ProviderArgs.builder().kubeconfig(kubeconfig.asSecret()).build(),
                CustomResourceOptions.merge(
                        CustomResourceOptions.builder().version(PLUGIN).build(), options));
    }
}

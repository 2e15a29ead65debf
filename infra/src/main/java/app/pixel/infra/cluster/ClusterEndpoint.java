// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import com.pulumi.core.Output;
import com.pulumi.deployment.InvokeOptions;
import com.pulumi.oci.ContainerEngine.Cluster;
import com.pulumi.oci.ContainerEngine.ContainerEngineFunctions;
import com.pulumi.oci.ContainerEngine.inputs.GetClusterKubeConfigArgs;

/** The endpoint of an OKE cluster's API that this stack uses: the private one when the stack has no public one. */
final class ClusterEndpoint {
    private final Cluster cluster;
    private final ClusterSettings.Oke settings;
    private final InvokeOptions functions;

    ClusterEndpoint(Cluster cluster, ClusterSettings.Oke settings, InvokeOptions functions) {
        this.cluster = cluster;
        this.settings = settings;
        this.functions = functions;
    }

    /** Address and port, without a scheme. */
    Output<String> address() {
        return cluster.endpoints()
                .applyValue(endpoints -> isPrivate()
                        ? endpoints.getFirst().privateEndpoint()
                        : endpoints.getFirst().publicEndpoint());
    }

    /** See {@link Kubeconfig}. */
    Output<String> kubeconfig() {
        Output<String> authority = ContainerEngineFunctions.getClusterKubeConfig(
                        GetClusterKubeConfigArgs.builder()
                                .clusterId(cluster.id())
                                .endpoint(isPrivate() ? "PRIVATE_ENDPOINT" : "PUBLIC_ENDPOINT")
                                .tokenVersion("2.0.0")
                                .build(),
                        functions)
                .applyValue(generated -> Kubeconfig.authority(generated.content()));
        var account = settings.account();
        return Output.tuple(address(), authority, cluster.id())
                .applyValue(
                        parts -> Kubeconfig.text(parts.t1, parts.t2, parts.t3, account.region(), account.profile()));
    }

    private boolean isPrivate() {
        return settings.network().privateEndpoint();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import app.pixel.infra.cluster.Cluster;
import app.pixel.infra.cluster.ClusterSettings;
import app.pixel.infra.cluster.NodeServices;
import app.pixel.infra.cluster.RunningCluster;
import app.pixel.infra.network.Network;
import app.pixel.infra.network.OciProviders;
import app.pixel.infra.network.SubnetPlan;
import app.pixel.infra.releases.Chart;
import app.pixel.infra.releases.GpuSharing;
import app.pixel.infra.releases.PlatformReleases;
import app.pixel.infra.workloads.ClusterNetwork;
import app.pixel.infra.workloads.PlatformSecrets;
import app.pixel.infra.workloads.Workloads;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The platform, one statement a part; each part takes what the ones above made. */
final class PixelStreaming {
    private final RunningCluster cluster;
    private final Optional<String> url;
    private final String namespace;

    PixelStreaming(String stack, StackConfig config) {
        String name = "pixel-" + stack;
        this.cluster = cluster(name, config);
        this.url = config.workloads().url();
        this.namespace = config.workloads().namespace();
        var releases = new PlatformReleases(
                name,
                config.releases(),
                cluster,
                KeptSecret.of("grafana-password", config.secrets().grafana()));
        new Workloads(name, config.workloads(), addresses(config), cluster, releases, secrets(config));
    }

    /** The outputs of {@code pulumi stack output}: the page, and everything that another stack asks for. */
    Map<String, Output<String>> outputs() {
        Map<String, Output<String>> outputs = new TreeMap<>();
        url.ifPresent(page -> outputs.put("url", Output.of(page)));
        outputs.put("namespace", Output.of(namespace));
        cluster.oke().ifPresent(oke -> outputs.putAll(oke.outputs()));
        return outputs;
    }

    private static RunningCluster cluster(String name, StackConfig config) {
        // Time slicing needs NVIDIA's own release of the device plugin.
        var services = new NodeServices(
                !(config.releases().gpuSharing() instanceof GpuSharing.TimeSlicing),
                config.releases().available(Chart.CLUSTER_AUTOSCALER));
        return switch (config.cluster()) {
            case ClusterSettings.Existing existing -> Cluster.existing(name, existing);
            case ClusterSettings.Oke oke -> {
                var oci = new OciProviders(name, oke.account());
                var network = new Network(name, oke.account(), oci, oke.network(), ComponentResourceOptions.Empty);
                yield new Cluster(name, oke, oci, network, services, ComponentResourceOptions.Empty).running();
            }
        };
    }

    private static ClusterNetwork addresses(StackConfig config) {
        return switch (config.cluster()) {
            case ClusterSettings.Existing _ ->
                new ClusterNetwork(config.workloads().pods(), Optional.empty(), Optional.empty());
            case ClusterSettings.Oke oke -> {
                SubnetPlan plan = oke.network().subnets();
                yield new ClusterNetwork(
                        config.workloads().pods(), Optional.of(plan.workers()), Optional.of(plan.turn()));
            }
        };
    }

    private static PlatformSecrets secrets(StackConfig config) {
        return new PlatformSecrets(
                KeptSecret.of("turn-secret", config.secrets().turn()),
                KeptSecret.of("turn-caller-token", Optional.empty()),
                KeptSecret.of("session-secret", config.secrets().session()),
                KeptSecret.of("lobby-password", Optional.empty()));
    }
}

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
import app.pixel.infra.settings.Secret;
import app.pixel.infra.workloads.ClusterNetwork;
import app.pixel.infra.workloads.PlatformSecrets;
import app.pixel.infra.workloads.Workloads;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The platform, one statement a part; each part takes what the ones above made. A stack of ours has the parts at its
 * top, and another program has them below its {@link PixelStreaming}.
 */
final class PlatformParts {
    private final String name;
    private final StackConfig config;
    private final ComponentResourceOptions options;
    private final RunningCluster cluster;
    private final Optional<String> url;
    private final String namespace;

    /** Options say the parent of all parts, if any. */
    PlatformParts(String name, StackConfig config, ComponentResourceOptions options) {
        this.name = name;
        this.config = config;
        this.options = options;
        this.cluster = cluster();
        this.url = config.workloads().url();
        this.namespace = config.workloads().namespace();
        var releases = new PlatformReleases(
                name,
                config.releases(),
                cluster,
                kept("grafana-password", config.secrets().grafana()),
                options);
        new Workloads(name, config.workloads(), addresses(config), cluster, releases, secrets(), options);
    }

    /** The outputs of {@code pulumi stack output}: the page, and everything that another stack asks for. */
    Map<String, Output<String>> outputs() {
        Map<String, Output<String>> outputs = new TreeMap<>();
        url.ifPresent(page -> outputs.put("url", Output.of(page)));
        outputs.put("namespace", Output.of(namespace));
        cluster.oke().ifPresent(oke -> outputs.putAll(oke.outputs()));
        return outputs;
    }

    private RunningCluster cluster() {
        // Time slicing needs NVIDIA's own release of the device plugin.
        var services = new NodeServices(
                !(config.releases().gpuSharing() instanceof GpuSharing.TimeSlicing),
                config.releases().available(Chart.CLUSTER_AUTOSCALER));
        return switch (config.cluster()) {
            case ClusterSettings.Existing existing -> Cluster.existing(name, existing, options);
            case ClusterSettings.Oke oke -> {
                var oci = new OciProviders(name, oke.account(), options);
                var network = new Network(name, oke.account(), oci, oke.network(), options);
                yield new Cluster(name, oke, oci, network, services, options).running();
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

    private PlatformSecrets secrets() {
        return new PlatformSecrets(
                kept("turn-secret", config.secrets().turn()),
                kept("turn-caller-token", Optional.empty()),
                kept("session-secret", config.secrets().session()),
                kept("lobby-password", Optional.empty()));
    }

    private Output<String> kept(String secret, Optional<Secret> set) {
        return KeptSecret.of(secret, set, options);
    }
}

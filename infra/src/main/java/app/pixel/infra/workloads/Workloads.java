// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.cluster.RunningCluster;
import app.pixel.infra.objects.Labels;
import app.pixel.infra.objects.Pods;
import app.pixel.infra.objects.PullSecret;
import app.pixel.infra.objects.Scope;
import app.pixel.infra.releases.Chart;
import app.pixel.infra.releases.GpuSharing;
import app.pixel.infra.releases.PlatformReleases;
import com.pulumi.kubernetes.core.v1.Namespace;
import com.pulumi.kubernetes.core.v1.NamespaceArgs;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Our own workloads, one statement each, in the order in which they need each other. */
public final class Workloads extends ComponentResource {

    private final PlatformReleases releases;

    public Workloads(
            String name,
            WorkloadSettings settings,
            ClusterNetwork network,
            RunningCluster cluster,
            PlatformReleases releases,
            PlatformSecrets secrets,
            ComponentResourceOptions options) {
        super("pixel:workloads:Workloads", name, cluster.within(options));
        this.releases = releases;

        GpuSharing gpuSharing = releases.settings().gpuSharing();
        boolean monitored = releases.settings().available(Chart.KUBE_PROMETHEUS_STACK);
        boolean adapted = releases.settings().publishesMetrics();
        boolean routed = releases.settings().available(Chart.TRAEFIK);

        Scope pixel = namespace(settings.namespace(), "restricted");
        Scope pulling = PullSecret.in(pixel, settings.registries());
        new TrafficPolicies(pixel, TrafficArrow.drawn(settings, network, routed, monitored));
        settings.enforcedServices()
                .ifPresent(services -> new PolicyEnforcer(
                        namespace(settings.namespace() + "-policies", "privileged"), settings.registries(), services));
        if (settings.lobby() instanceof LobbySettings.InCluster) {
            new LobbyWorkload(pulling, releases.settings().storage(), secrets);
        }
        new MatchmakerWorkload(pulling, settings, secrets);
        List<Scope> relays = new ArrayList<>();
        Scope streaming = pulling.after(after(Chart.PROMETHEUS_ADAPTER));
        if (settings.turn().isOn()) {
            Scope turn = namespace(settings.namespace() + "-turn", "privileged");
            relays.add(turn);
            new RelayWorkload(
                    turn.after(after(Chart.PROMETHEUS_ADAPTER)).after(cluster.turnNodes()),
                    settings,
                    network,
                    secrets,
                    adapted);
            streaming = streaming.after(
                    List.of(new TurnCredentialsWorkload(pulling, turn, settings, secrets).callerSecret()));
        }
        if (gpuSharing.usesGpus()) {
            streaming = streaming.after(cluster.gpuNodes());
        }
        new StreamWorkload(streaming, settings, secrets, gpuSharing, adapted);
        new PlayerWorkload(pulling, settings);
        settings.podProxy().ifPresent(proxy -> new PodProxyWorkload(pulling, settings, proxy, network));
        if (routed) {
            new Routes(pixel.after(after(Chart.TRAEFIK)).after(after(Chart.CERT_MANAGER)), settings);
        }
        if (monitored) {
            List<Resource> operator = after(Chart.KUBE_PROMETHEUS_STACK);
            new Monitoring(
                    pixel.after(operator),
                    relays.stream().map(relay -> relay.after(operator)).toList(),
                    settings,
                    gpuSharing.usesGpus());
        }
        registerOutputs(Map.of());
    }

    private List<Resource> after(Chart chart) {
        return releases.readyFor(chart);
    }

    private Scope namespace(String name, String podSecurity) {
        Map<String, String> labels = new TreeMap<>(Pods.security(podSecurity));
        labels.put(Labels.PART_OF, "pixel");
        Namespace namespace = new Namespace(
                name,
                NamespaceArgs.builder()
                        .metadata(ObjectMetaArgs.builder()
                                .name(name)
                                .labels(labels)
                                .build())
                        .build(),
                new Scope(name, this, List.of()).options());
        return new Scope(name, this, List.of(namespace));
    }
}

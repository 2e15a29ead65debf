// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.releases;

import app.pixel.infra.cluster.RunningCluster;
import app.pixel.infra.objects.Pods;
import com.pulumi.core.Output;
import com.pulumi.kubernetes.core.v1.Namespace;
import com.pulumi.kubernetes.core.v1.NamespaceArgs;
import com.pulumi.kubernetes.core.v1.Secret;
import com.pulumi.kubernetes.core.v1.SecretArgs;
import com.pulumi.kubernetes.helm.v3.Release;
import com.pulumi.kubernetes.helm.v3.ReleaseArgs;
import com.pulumi.kubernetes.helm.v3.inputs.RepositoryOptsArgs;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The cluster services, in the constructor's order. Prometheus is first: it brings the definition of the monitors
 * that the others make. Those that stand alone follow, and then those that query Prometheus.
 */
public final class PlatformReleases extends ComponentResource {

    private final ReleaseSettings settings;
    private final Map<String, Namespace> namespaces = new TreeMap<>();
    private final Map<Chart, Release> releases = new EnumMap<>(Chart.class);
    private final List<Resource> issuers = new ArrayList<>();

    public PlatformReleases(
            String name,
            ReleaseSettings settings,
            RunningCluster cluster,
            Output<String> grafanaPassword,
            ComponentResourceOptions options) {
        super("pixel:releases:PlatformReleases", name, cluster.within(options));
        this.settings = settings;
        boolean monitored = settings.available(Chart.KUBE_PROMETHEUS_STACK);

        if (settings.installs(Chart.KUBE_PROMETHEUS_STACK)) {
            install(
                    Chart.KUBE_PROMETHEUS_STACK,
                    ValuesFolder.merged(
                            ReleaseValues.prometheus(settings.storage()),
                            settings.alertReceivers().values()),
                    grafanaAdministrator(grafanaPassword));
        }
        installWanted(Chart.METRICS_SERVER, ReleaseValues.metricsServer(settings));
        installWanted(
                Chart.TRAEFIK,
                cluster.oke()
                        .map(facts -> ReleaseValues.traefik(facts, settings.edgeService(), monitored))
                        .orElseGet(() -> ReleaseValues.traefik(settings.edgeService(), monitored)));
        installWanted(Chart.CERT_MANAGER, ReleaseValues.certManager(monitored));
        issueCertificates();
        installWanted(Chart.PROMETHEUS_ADAPTER, Map.of());
        installForGpus();
        cluster.oke()
                .filter(facts -> !facts.autoscaledPools().isEmpty())
                .ifPresent(facts ->
                        installWanted(Chart.CLUSTER_AUTOSCALER, ReleaseValues.clusterAutoscaler(facts, monitored)));
        registerOutputs(Map.of());
    }

    public ReleaseSettings settings() {
        return settings;
    }

    /**
     * The resources that an object which uses the chart's services or definitions waits for; none when the chart is
     * not ours.
     */
    public List<Resource> readyFor(Chart chart) {
        if (chart == Chart.CERT_MANAGER && !issuers.isEmpty()) {
            return List.copyOf(issuers);
        }
        return Optional.<Resource>ofNullable(releases.get(chart)).map(List::of).orElse(List.of());
    }

    private void installForGpus() {
        if (settings.gpuSharing().usesGpus()) {
            installWanted(Chart.DCGM_EXPORTER, Map.of());
        }
        if (settings.gpuSharing() instanceof GpuSharing.TimeSlicing sharing) {
            installWanted(Chart.NVIDIA_DEVICE_PLUGIN, ReleaseValues.devicePlugin(sharing));
        }
    }

    private void issueCertificates() {
        if (settings.issuesCertificates()) {
            String email = settings.acmeEmail().orElseThrow();
            for (AcmeIssuer issuer : AcmeIssuer.values()) {
                issuers.add(issuer.create(
                        email, under().dependsOn(readyFor(Chart.CERT_MANAGER)).build()));
            }
        }
    }

    private void installWanted(Chart chart, Map<String, Object> overrides) {
        if (settings.installs(chart)) {
            List<Resource> after = new ArrayList<>(readyFor(Chart.KUBE_PROMETHEUS_STACK));
            install(chart, overrides, after.toArray(Resource[]::new));
        }
    }

    private void install(Chart chart, Map<String, Object> overrides, Resource... after) {
        List<Resource> dependencies = new ArrayList<>(List.of(after));
        namespaceOf(chart).ifPresent(dependencies::add);
        releases.put(
                chart,
                new Release(
                        chart.chartName(),
                        ReleaseArgs.builder()
                                // Named, or Helm's objects would be called differently in every stack.
                                .name(chart.chartName())
                                .chart(chart.chartName())
                                .version(chart.version())
                                .namespace(chart.namespace())
                                .repositoryOpts(RepositoryOptsArgs.builder()
                                        .repo(chart.repository())
                                        .build())
                                .values(ValuesFolder.merged(ValuesFolder.of(chart), overrides))
                                // A failed install is undone, so that its name is free for the next try.
                                .atomic(true)
                                .cleanupOnFail(true)
                                .maxHistory(5)
                                .timeout(Math.toIntExact(chart.timeout().toSeconds()))
                                .build(),
                        under().dependsOn(dependencies).build()));
    }

    private Secret grafanaAdministrator(Output<String> password) {
        List<Resource> namespace = namespaceOf(Chart.KUBE_PROMETHEUS_STACK)
                .<List<Resource>>map(List::of)
                .orElse(List.of());
        return new Secret(
                "grafana-admin",
                SecretArgs.builder()
                        .metadata(ObjectMetaArgs.builder()
                                .name("grafana-admin")
                                .namespace(Chart.KUBE_PROMETHEUS_STACK.namespace())
                                .build())
                        .stringData(password.applyValue(text -> Map.of("user", "admin", "password", text))
                                .asSecret())
                        .build(),
                under().dependsOn(namespace).build());
    }

    /** Every namespace but the cluster's own, once. */
    private Optional<Namespace> namespaceOf(Chart chart) {
        if (chart.namespace().equals("kube-system")) {
            return Optional.empty();
        }
        return Optional.of(namespaces.computeIfAbsent(
                chart.namespace(),
                namespace -> new Namespace(
                        namespace,
                        NamespaceArgs.builder()
                                .metadata(ObjectMetaArgs.builder()
                                        .name(namespace)
                                        .labels(Pods.security(chart.podSecurity()))
                                        .build())
                                .build(),
                        under().build())));
    }

    private CustomResourceOptions.Builder under() {
        CustomResourceOptions.Builder options = CustomResourceOptions.builder();
        options.parent(this);
        return options;
    }
}

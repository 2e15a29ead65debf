// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.objects.CustomObject;
import app.pixel.infra.objects.Labels;
import app.pixel.infra.objects.Scope;
import app.pixel.infra.objects.ServiceContainer;
import app.pixel.infra.releases.ValuesFolder;
import com.pulumi.kubernetes.core.v1.ConfigMap;
import com.pulumi.kubernetes.core.v1.ConfigMapArgs;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import com.pulumi.resources.ComponentResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The monitors of our pods and Services, the alerts, and the dashboards. Prometheus scrapes a Service where
 * autoscalers ask about a Service, and pods where the single pod counts.
 */
final class Monitoring extends ComponentResource {

    private static final String OPERATOR = "monitoring.coreos.com/v1";
    private static final String INTERVAL = "15s";

    private final Scope scope;

    /** @param relays the relays' scope, if there are any */
    Monitoring(Scope around, List<Scope> relays, WorkloadSettings settings, boolean usesGpus) {
        super("pixel:workloads:Monitoring", "monitoring", around.component());
        this.scope = around.under(this);

        services(settings).forEach(this::watchService);
        watchPods(scope, StreamWorkload.NAME, ServiceContainer.OPERATIONS);
        relays.forEach(relay -> watchPods(relay.under(this), RelayWorkload.NAME, "metrics"));
        alert("pixel");
        if (usesGpus) {
            alert("gpu");
        }
        if (settings.turn().isOn()) {
            alert("relays");
        }
        ValuesFolder.readAll("dashboards").forEach(this::dashboard);
        registerOutputs(Map.of());
    }

    private static List<String> services(WorkloadSettings settings) {
        List<String> services = new ArrayList<>(List.of(MatchmakerWorkload.NAME, PlayerWorkload.NAME));
        if (settings.turn().isOn()) {
            services.add(TurnCredentialsWorkload.NAME);
        }
        if (settings.podProxy().isPresent()) {
            services.add(PodProxyWorkload.NAME);
        }
        return services;
    }

    private void watchService(String name) {
        Labels labels = new Labels(name);
        new CustomObject(
                name,
                OPERATOR,
                "ServiceMonitor",
                scope.named(name, labels),
                Map.of(
                        "selector", Map.of("matchLabels", labels.selecting()),
                        "endpoints", List.of(Map.of("port", ServiceContainer.OPERATIONS, "interval", INTERVAL))),
                scope.options());
    }

    private static void watchPods(Scope where, String name, String port) {
        Labels labels = new Labels(name);
        new CustomObject(
                name,
                OPERATOR,
                "PodMonitor",
                where.named(name, labels),
                Map.of(
                        "selector", Map.of("matchLabels", labels.selecting()),
                        "podMetricsEndpoints", List.of(Map.of("port", port, "interval", INTERVAL))),
                where.options());
    }

    private void alert(String file) {
        new CustomObject(
                "alerts-" + file,
                OPERATOR,
                "PrometheusRule",
                scope.named("pixel-alerts-" + file, new Labels("alerts")),
                ValuesFolder.alerts(file),
                scope.options());
    }

    /** Grafana's sidecar loads every ConfigMap with this label. */
    private void dashboard(String file, String json) {
        String name = "dashboard-" + file.replace(".json", "");
        new ConfigMap(
                name,
                ConfigMapArgs.builder()
                        .metadata(ObjectMetaArgs.builder()
                                .name(name)
                                .namespace(scope.namespace())
                                .labels(Map.of(
                                        "grafana_dashboard", "1", Labels.NAME, "dashboards", Labels.PART_OF, "pixel"))
                                .build())
                        .data(Map.of(file, json))
                        .build(),
                scope.options());
    }
}

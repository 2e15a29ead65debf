// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.releases;

import java.time.Duration;

/**
 * Every chart that the platform can install, with its version: the one place to change one.
 *
 * <p>A new version needs the keys of {@code charts-values/} compared with the chart's own values again. The tests'
 * table
 * {@code chart-facts.json} names the version that they were compared with.
 */
public enum Chart {
    TRAEFIK("traefik", "https://traefik.github.io/charts", "41.3.0", "traefik", 10),
    CERT_MANAGER("cert-manager", "https://charts.jetstack.io", "v1.21.1", "cert-manager", 10),
    METRICS_SERVER("metrics-server", "https://kubernetes-sigs.github.io/metrics-server/", "3.13.1", "kube-system", 5),
    /** Brings up a dozen pods and runs admission jobs, hence the patience. */
    KUBE_PROMETHEUS_STACK(
            "kube-prometheus-stack", "https://prometheus-community.github.io/helm-charts", "88.5.3", "monitoring", 15),
    /** GPU nodes take minutes to boot, and its pods wait for them. */
    DCGM_EXPORTER("dcgm-exporter", "https://nvidia.github.io/dcgm-exporter/helm-charts", "4.8.2", "monitoring", 30),
    PROMETHEUS_ADAPTER(
            "prometheus-adapter", "https://prometheus-community.github.io/helm-charts", "5.3.0", "monitoring", 10),
    CLUSTER_AUTOSCALER("cluster-autoscaler", "https://kubernetes.github.io/autoscaler", "9.59.0", "kube-system", 10),
    NVIDIA_DEVICE_PLUGIN(
            "nvidia-device-plugin", "https://nvidia.github.io/k8s-device-plugin", "0.20.0", "kube-system", 30);

    private final String chartName;
    private final String repository;
    private final String version;
    private final String namespace;
    private final Duration timeout;

    Chart(String chartName, String repository, String version, String namespace, int timeoutMinutes) {
        this.chartName = chartName;
        this.repository = repository;
        this.version = version;
        this.namespace = namespace;
        this.timeout = Duration.ofMinutes(timeoutMinutes);
    }

    /** The chart's name, which is also the release's and the values file's. */
    public String chartName() {
        return chartName;
    }

    /** The Pod Security level of the namespace: the exporters of nodes and GPUs need their hosts. */
    String podSecurity() {
        return namespace.equals("monitoring") ? "privileged" : "restricted";
    }

    String repository() {
        return repository;
    }

    public String version() {
        return version;
    }

    public String namespace() {
        return namespace;
    }

    Duration timeout() {
        return timeout;
    }
}

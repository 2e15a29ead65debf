// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.releases;

import app.pixel.infra.cluster.RunningCluster;
import app.pixel.infra.releases.ReleaseSettings.EdgeService;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values that the program knows and the values files cannot: pure functions, each laid over the file of its chart.
 */
final class ReleaseValues {

    /** The longest that OCI's load balancer lets a connection be quiet; players ping every 30 seconds. */
    private static final String IDLE_TIMEOUT_SECONDS = "3600";

    private ReleaseValues() {}

    /**
     * Traefik behind OCI's flexible load balancer, at TCP level. The PROXY protocol carries clients' addresses. A
     * network load balancer that keeps sources would need node ports open to the world.
     */
    static Map<String, Object> traefik(RunningCluster.Oke oke, EdgeService service, boolean monitored) {
        if (service != EdgeService.LOAD_BALANCER) {
            return traefik(service, monitored);
        }
        Map<String, Object> trusted =
                Map.of("trustedIPs", List.of(oke.loadBalancers().block().toString()));
        Map<String, Object> port = Map.of("proxyProtocol", trusted, "forwardedHeaders", trusted);
        return ValuesFolder.merged(
                traefik(service, monitored),
                Map.of(
                        "ports",
                        Map.of("web", port, "websecure", port),
                        "service",
                        ValuesFolder.merged(
                                Map.of(
                                        "annotations",
                                        loadBalancerAnnotations(oke),
                                        // With "Cluster" kube-proxy masquerades, and Traefik distrusts the PROXY
                                        // header.
                                        "spec",
                                        Map.of("externalTrafficPolicy", "Local")),
                                address(oke))));
    }

    static Map<String, Object> traefik(EdgeService service, boolean monitored) {
        Map<String, Object> values = Map.of(
                "metrics",
                Map.of("prometheus", Map.of("service", enabled(monitored), "serviceMonitor", enabled(monitored))),
                "service",
                Map.of("spec", Map.of("type", service.type())));
        return service == EdgeService.NODE_PORT
                ? ValuesFolder.merged(
                        values,
                        Map.of(
                                "ports",
                                Map.of(
                                        "web", Map.of("nodePort", 30080),
                                        "websecure", Map.of("nodePort", 30443))))
                : values;
    }

    static Map<String, Object> metricsServer(ReleaseSettings settings) {
        return settings.kubeletInsecureTls() ? Map.of("args", List.of("--kubelet-insecure-tls")) : Map.of();
    }

    /** Figures kept on a node's disk are bounded more tightly: images and logs have to fit beside them. */
    static Map<String, Object> prometheus(Storage storage) {
        return switch (storage) {
            case Storage.OfNodes() -> Map.of("prometheus", Map.of("prometheusSpec", Map.of("retentionSize", "5GB")));
            case Storage.Volumes(Optional<String> storageClass) -> {
                Map<String, Object> named = storageClass
                        .<Map<String, Object>>map(name -> Map.of("storageClassName", name))
                        .orElse(Map.of());
                Map<String, Object> claim = ValuesFolder.merged(
                        named,
                        Map.of(
                                "accessModes", List.of("ReadWriteOnce"),
                                "resources", Map.of("requests", Map.of("storage", Storage.SIZE))));
                Map<String, Object> spec = Map.of("volumeClaimTemplate", Map.of("spec", claim));
                yield Map.of(
                        "prometheus", Map.of("prometheusSpec", Map.of("storageSpec", spec)),
                        "grafana",
                                Map.of(
                                        "persistence",
                                        ValuesFolder.merged(named, Map.of("enabled", true, "size", Storage.SIZE))));
            }
        };
    }

    static Map<String, Object> certManager(boolean monitored) {
        return Map.of("prometheus", Map.of("servicemonitor", enabled(monitored)));
    }

    /** Sizes and region; the identity is the workload's own, so no key of any user is in the cluster. */
    static Map<String, Object> clusterAutoscaler(RunningCluster.Oke oke, boolean monitored) {
        List<Map<String, Object>> groups = oke.autoscaledPools().stream()
                .map(pool -> Map.<String, Object>of("name", pool.id(), "minSize", pool.min(), "maxSize", pool.max()))
                .toList();
        return Map.of(
                "autoscalingGroups", groups,
                "expanderPriorities", AutoscalerPriorities.of(oke.autoscaledPools()),
                "image", Map.of("tag", AutoscalerImage.tag(oke.kubernetesVersion())),
                "extraEnv",
                        Map.of(
                                "OCI_USE_WORKLOAD_IDENTITY", "true",
                                "OCI_RESOURCE_PRINCIPAL_VERSION", "2.2",
                                "OCI_RESOURCE_PRINCIPAL_REGION", oke.region()),
                "serviceMonitor", Map.of("enabled", monitored, "namespace", Chart.CLUSTER_AUTOSCALER.namespace()));
    }

    /** The plugin's own configuration file, in YAML, under the name that the values file makes the default. */
    static Map<String, Object> devicePlugin(GpuSharing.TimeSlicing sharing) {
        String configuration = """
                version: v1
                sharing:
                  timeSlicing:
                    failRequestsGreaterThanOne: true
                    resources:
                      - name: nvidia.com/gpu
                        replicas: %d
                """.formatted(sharing.slices());
        return Map.of("config", Map.of("map", Map.of("time-slicing", configuration)));
    }

    /** Kubernetes has a newer way for addresses, which Oracle's controller does not read. */
    private static Map<String, Object> address(RunningCluster.Oke oke) {
        return oke.edgeAddress()
                .<Map<String, Object>>map(address -> Map.of("spec", Map.of("loadBalancerIP", address)))
                .orElse(Map.of());
    }

    private static Map<String, Object> loadBalancerAnnotations(RunningCluster.Oke oke) {
        return Map.of(
                "oci.oraclecloud.com/load-balancer-type", "lb",
                "service.beta.kubernetes.io/oci-load-balancer-shape", "flexible",
                "service.beta.kubernetes.io/oci-load-balancer-shape-flex-min", "10",
                "service.beta.kubernetes.io/oci-load-balancer-shape-flex-max", "1000",
                "service.beta.kubernetes.io/oci-load-balancer-connection-idle-timeout", IDLE_TIMEOUT_SECONDS,
                "service.beta.kubernetes.io/oci-load-balancer-connection-proxy-protocol-version", "2",
                // TURN nodes admit no load balancer, and GPU nodes go with their streams.
                "oci.oraclecloud.com/node-label-selector", "app.pixel/gpu!=true,app.pixel/turn!=true",
                // Our own rules: the cloud controller would otherwise rewrite security lists behind our back.
                "oci.oraclecloud.com/security-rule-management-mode", "None",
                "oci.oraclecloud.com/oci-network-security-groups",
                        oke.loadBalancers().securityGroupId());
    }

    private static Map<String, Object> enabled(boolean enabled) {
        return Map.of("enabled", enabled);
    }
}

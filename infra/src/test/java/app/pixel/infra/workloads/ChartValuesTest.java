// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.infra.Registered;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The values that decide how the cluster services behave. */
class ChartValuesTest {

    private static final List<Registered> RELEASES = PlatformFixture.onOke(
                    Map.of("gpuSharing", "timeSlicing", "storageClass", "oci-bv"))
            .ofType("kubernetes:helm.sh/v3:Release");

    @Test
    void the_autoscaler_acts_as_its_own_workload_on_every_pool() {
        JsonObject values = values("cluster-autoscaler");
        assertThat(values.get("autoscalingGroups").toString())
                .contains("ocid1.nodepool.default", "ocid1.nodepool.gpu", "\"minSize\":3.0", "\"maxSize\":10.0");
        assertThat(values.getAsJsonObject("extraEnv")
                        .get("OCI_USE_WORKLOAD_IDENTITY")
                        .getAsString())
                .isEqualTo("true");
    }

    /** Names and arithmetic are an interface: autoscalers, and people's own, ask for them. */
    @Test
    void the_adapter_makes_of_our_gauges_what_autoscalers_ask_for() {
        assertThat(values("prometheus-adapter").getAsJsonObject("rules").getAsJsonArray("custom"))
                .extracting(ChartValuesTest::read)
                .containsExactlyInAnyOrder(
                        "stream_player_connections: avg of signalserver_player_socket_connections",
                        "pixelstream_player_queue_count: sum of matchmaker_player_queue_count",
                        "pixelstream_available_count: sum of matchmaker_streamer_available_count",
                        Autoscalers.DEMAND + ": avg of matchmaker_streamer_demand_ratio",
                        Autoscalers.ALLOCATIONS + ": sum of turn_total_allocations");
    }

    private static String read(JsonElement rule) {
        JsonObject fields = rule.getAsJsonObject();
        String query = fields.get("metricsQuery").getAsString();
        assertThat(query).endsWith("(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)");
        assertThat(fields.getAsJsonObject("resources")
                        .getAsJsonObject("overrides")
                        .keySet())
                .containsExactlyInAnyOrder("namespace", "pod", "service");
        return "%s: %s of %s"
                .formatted(
                        fields.getAsJsonObject("name").get("as").getAsString(),
                        query.substring(0, query.indexOf('(')),
                        fields.get("seriesQuery").getAsString().replaceFirst("\\{.*", ""));
    }

    @Test
    void the_edge_grows_at_half_of_its_processors_to_ten_pods() {
        JsonObject autoscaling = values("traefik").getAsJsonObject("autoscaling");
        assertThat(autoscaling.get("maxReplicas").getAsInt()).isEqualTo(10);
        assertThat(autoscaling.get("metrics").toString()).contains("\"name\":\"cpu\"", "\"averageUtilization\":50.0");
    }

    @Test
    void without_volumes_figures_leave_room_on_the_nodes_disk() {
        var onNodes = PlatformFixture.onOke(Map.of("storageClass", "none"))
                .the("kubernetes:helm.sh/v3:Release", "kube-prometheus-stack");
        assertThat(onNodes.text("values.prometheus.prometheusSpec.retentionSize"))
                .isEqualTo("5GB");
        assertThat(onNodes.input("values.prometheus.prometheusSpec")
                        .getAsJsonObject()
                        .has("storageSpec"))
                .isFalse();
        var onVolumes = PlatformFixture.onOke(Map.of()).the("kubernetes:helm.sh/v3:Release", "kube-prometheus-stack");
        String claim = "values.prometheus.prometheusSpec.storageSpec.volumeClaimTemplate.spec";
        assertThat(onVolumes.text(claim + ".resources.requests.storage")).isEqualTo("50Gi");
        assertThat(onVolumes.input(claim).getAsJsonObject().has("storageClassName"))
                .as("the cluster's default class")
                .isFalse();
        assertThat(onVolumes.input("values.grafana.persistence.enabled").getAsBoolean())
                .isTrue();
        assertThat(onVolumes.text("values.grafana.deploymentStrategy.type")).isEqualTo("Recreate");
    }

    @Test
    void time_slicing_tells_the_plugin_how_many_slices() {
        assertThat(values("nvidia-device-plugin")
                        .getAsJsonObject("config")
                        .getAsJsonObject("map")
                        .get("time-slicing")
                        .getAsString())
                .contains("replicas: 4");
    }

    @Test
    void a_stack_without_gpus_has_nothing_for_gpus() {
        assertThat(PlatformFixture.onOke(Map.of("gpuSharing", "none")).ofType("kubernetes:helm.sh/v3:Release"))
                .extracting(Registered::name)
                .doesNotContain("dcgm-exporter", "nvidia-device-plugin");
    }

    @Test
    void a_service_that_the_cluster_has_is_relied_on_without_being_installed() {
        var stack = PlatformFixture.onExistingCluster(Map.of(
                "releases",
                "{\"traefik\":\"existing\",\"kube-prometheus-stack\":\"existing\",\"cert-manager\":\"none\"}"));
        assertThat(stack.ofType("kubernetes:helm.sh/v3:Release"))
                .extracting(Registered::name)
                .containsExactlyInAnyOrder("metrics-server", "prometheus-adapter", "dcgm-exporter");
        assertThat(stack.ofType("kubernetes:networking.k8s.io/v1:Ingress")).isNotEmpty();
        assertThat(stack.ofType("kubernetes:monitoring.coreos.com/v1:ServiceMonitor"))
                .isNotEmpty();
    }

    private static JsonObject values(String release) {
        return RELEASES.stream()
                .filter(candidate -> candidate.name().equals(release))
                .findFirst()
                .orElseThrow()
                .input("values")
                .getAsJsonObject();
    }

    @Test
    void the_demos_edge_can_be_a_port_of_every_node() {
        var stack = PlatformFixture.onExistingCluster(Map.of("edgeService", "nodePort"));
        Registered edge = stack.the("kubernetes:helm.sh/v3:Release", "traefik");
        assertThat(edge.text("values.service.spec.type")).isEqualTo("NodePort");
        assertThat(edge.input("values.ports.web.nodePort").getAsInt()).isEqualTo(30080);
    }

    @Test
    void metrics_server_trusts_kubelets_without_a_certificate_when_told() {
        String server = "metrics-server";
        assertThat(PlatformFixture.onExistingCluster(Map.of("kubeletInsecureTls", "true"))
                        .the("kubernetes:helm.sh/v3:Release", server)
                        .text("values.args.0"))
                .isEqualTo("--kubelet-insecure-tls");
        assertThat(values(server).has("args")).isFalse();
    }

    @Test
    void the_load_balancer_keeps_client_addresses() {
        JsonObject spec = values("traefik").getAsJsonObject("service").getAsJsonObject("spec");
        assertThat(spec.get("type").getAsString()).isEqualTo("LoadBalancer");
        assertThat(spec.get("externalTrafficPolicy").getAsString()).isEqualTo("Local");
    }

    @Test
    void the_load_balancer_has_neither_relays_nor_gpus_behind_it() {
        assertThat(values("traefik")
                        .getAsJsonObject("service")
                        .getAsJsonObject("annotations")
                        .get("oci.oraclecloud.com/node-label-selector")
                        .getAsString())
                .isEqualTo(StreamWorkload.GPU_LABEL + "!=true," + Turn.NODE_LABEL + "!=true");
    }

    @Test
    void a_slow_request_has_half_a_minute() {
        for (String port : new String[] {"web", "websecure"}) {
            assertThat(values("traefik")
                            .getAsJsonObject("ports")
                            .getAsJsonObject(port)
                            .toString())
                    .contains("\"readTimeout\":\"30s\"");
        }
    }

    @Test
    void prometheus_definitions_are_upgraded_with_its_chart() {
        assertThat(values("kube-prometheus-stack").get("crds").toString())
                .isEqualTo("{\"upgradeJob\":{\"enabled\":true}}");
    }

    @Test
    void a_namespace_of_releases_holds_its_pods_to_a_level() {
        Map<String, String> levels = new TreeMap<>();
        for (Registered namespace : PlatformFixture.onOke(Map.of()).ofType("kubernetes:core/v1:Namespace")) {
            levels.put(
                    namespace.name(),
                    namespace
                            .input("metadata.labels")
                            .getAsJsonObject()
                            .get("pod-security.kubernetes.io/enforce")
                            .getAsString());
        }
        assertThat(levels)
                .isEqualTo(Map.of(
                        "pixel", "restricted",
                        "pixel-turn", "privileged",
                        "traefik", "restricted",
                        "cert-manager", "restricted",
                        "monitoring", "privileged"));
    }
}

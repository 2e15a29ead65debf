// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.infra.Registered;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What the releases are given, against a table of keys that somebody has compared with the charts. */
class ChartValuesTest {

    private static final List<Registered> RELEASES = PlatformFixture.onOke(
                    Map.of("gpuSharing", "timeSlicing", "storageClass", "oci-bv"))
            .ofType("kubernetes:helm.sh/v3:Release");

    @Test
    void every_key_was_compared_with_the_charts_own_of_this_version() throws Exception {
        Map<String, Map<String, Object>> reviewed = reviewed();
        assertThat(RELEASES).extracting(Registered::name).containsExactlyInAnyOrderElementsOf(reviewed.keySet());
        assertThat(RELEASES).allSatisfy(release -> {
            Map<String, Object> chart = Objects.requireNonNull(reviewed.get(release.name()));
            assertThat(release.text("version")).isEqualTo(chart.get("version"));
            Set<String> allowed = new TreeSet<>();
            if (chart.get("own") instanceof Collection<?> own) {
                own.forEach(key -> allowed.add(String.valueOf(key)));
            }
            if (chart.get("free") instanceof Map<?, ?> free) {
                free.keySet().forEach(key -> allowed.add(String.valueOf(key)));
            }
            assertThat(keys("", release.input("values"))).isEqualTo(allowed);
        });
    }

    @Test
    void the_autoscaler_is_told_every_pool_with_its_bounds_and_acts_as_its_own_workload() {
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
    void what_the_cluster_has_already_is_not_installed_and_still_relied_on() {
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

    /** Paths of everything that is not a mapping. */
    private static Set<String> keys(String path, JsonElement node) {
        Set<String> keys = new TreeSet<>();
        if (node instanceof JsonObject object && !object.isEmpty()) {
            object.entrySet()
                    .forEach(entry -> keys.addAll(
                            keys(path.isEmpty() ? entry.getKey() : path + "/" + entry.getKey(), entry.getValue())));
        } else {
            keys.add(path);
        }
        return keys;
    }

    private static Map<String, Map<String, Object>> reviewed() throws Exception {
        try (InputStream table =
                Objects.requireNonNull(ChartValuesTest.class.getResourceAsStream("/reviewed-chart-keys.yaml"))) {
            return new Yaml().load(table);
        }
    }
}

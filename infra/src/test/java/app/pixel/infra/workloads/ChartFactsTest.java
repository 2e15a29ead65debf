// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.infra.RecordedStack;
import app.pixel.infra.Registered;
import app.pixel.infra.StackShapes;
import app.pixel.infra.StackShapes.Shape;
import app.pixel.infra.releases.Chart;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The values that charts are given, and the names that the program takes from them, against the charts themselves. */
class ChartFactsTest {

    private static final ChartFacts FACTS = ChartFacts.read();
    private static final String RELEASE = "kubernetes:helm.sh/v3:Release";

    static List<Shape> shapes() {
        return StackShapes.all();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void a_chart_has_every_key_that_it_is_given_with_that_type(Shape shape) {
        for (Registered release : shape.recorded().ofType(RELEASE)) {
            assertThat(FACTS.misfits(release.name(), release.input("values")))
                    .as(release.name())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void a_chart_is_of_the_version_that_the_facts_are_of(Shape shape) {
        for (Registered release : shape.recorded().ofType(RELEASE)) {
            assertThat(release.text("version")).as(release.name()).isEqualTo(FACTS.version(release.name()));
        }
    }

    @Test
    void a_misspelt_key_is_told() {
        assertThat(misfits("{\"podDisruptionBudget\":{\"enable\":true}}"))
                .containsExactly(Map.entry("podDisruptionBudget.enable", "is unknown to the chart"));
    }

    @Test
    void a_value_of_another_type_is_told() {
        assertThat(misfits("{\"autoscaling\":{\"enabled\":\"yes\"}}"))
                .containsExactly(Map.entry("autoscaling.enabled", "is str, but the chart has bool"));
    }

    private static Map<String, String> misfits(String values) {
        return FACTS.misfits("traefik", JsonParser.parseString(values));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void a_chart_defines_every_kind_of_custom_object(Shape shape) {
        Set<String> defined = new TreeSet<>();
        for (Chart chart : Chart.values()) {
            FACTS.made(chart.chartName(), "CustomResourceDefinition")
                    .forEach(definition -> defined.add(definition.get("name").getAsString()));
        }
        for (Registered object : shape.recorded().resources()) {
            String group = object.type().split("[:/]", -1)[1];
            if (group.equals("traefik.io") || group.equals("cert-manager.io") || group.startsWith("monitoring.")) {
                String kind = object.type().replaceFirst(".*:", "").toLowerCase(Locale.ROOT);
                assertThat(defined).as(object.toString()).contains(kind + "s." + group);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void routes_name_the_class_that_traefik_serves(Shape shape) {
        for (Registered route : shape.recorded().ofType("kubernetes:networking.k8s.io/v1:Ingress")) {
            FACTS.made("traefik", "IngressClass", route.text("spec.ingressClassName"));
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void routes_name_entry_points_that_traefik_opens(Shape shape) {
        Set<String> opened = traefikPorts();
        for (Registered route : shape.recorded().ofType("kubernetes:networking.k8s.io/v1:Ingress")) {
            String entryPoints = route.input("metadata.annotations")
                    .getAsJsonObject()
                    .get("traefik.ingress.kubernetes.io/router.entrypoints")
                    .getAsString();
            assertThat(opened).contains(entryPoints.split(",", -1));
        }
    }

    private static Set<String> traefikPorts() {
        return names(FACTS.made("traefik", "Deployment", "traefik")
                .getAsJsonArray("containers")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("ports"));
    }

    private static Set<String> names(Iterable<JsonElement> named) {
        return StreamSupport.stream(named.spliterator(), false)
                .map(element -> element.getAsJsonObject().get("name").getAsString())
                .collect(Collectors.toSet());
    }

    /** Each name in the policies' arrows that stands for a namespace of a chart. */
    @Test
    void policies_name_the_namespaces_that_the_charts_are_in() {
        assertThat(FACTS.made("traefik", "Deployment", "traefik")
                        .get("namespace")
                        .getAsString())
                .isEqualTo("traefik")
                .isEqualTo(Chart.TRAEFIK.namespace());
        assertThat(prometheus().get("namespace").getAsString())
                .isEqualTo("monitoring")
                .isEqualTo(Chart.KUBE_PROMETHEUS_STACK.namespace());
    }

    private static JsonObject prometheus() {
        return FACTS.made("kube-prometheus-stack", "Prometheus").getFirst();
    }

    @Test
    void prometheus_selects_monitors_of_every_namespace_with_any_label() {
        JsonObject spec = prometheus().getAsJsonObject("spec");
        assertThat(spec.keySet())
                .contains("serviceMonitorSelector", "podMonitorNamespaceSelector", "ruleSelector")
                .allSatisfy(
                        selector -> assertThat(spec.getAsJsonObject(selector).isEmpty())
                                .as(selector)
                                .isTrue());
    }

    @Test
    void the_adapter_asks_the_prometheus_that_the_operator_runs() {
        String adapter = FACTS.made("prometheus-adapter", "Deployment", "prometheus-adapter")
                .toString();
        int port = FACTS.made("kube-prometheus-stack", "Service", "kube-prometheus-stack-prometheus")
                .getAsJsonArray("ports")
                .get(0)
                .getAsJsonObject()
                .get("port")
                .getAsInt();
        assertThat(adapter).contains("--prometheus-url=http://prometheus-operated.monitoring.svc:" + port + "\"");
    }

    @Test
    void autoscalers_find_an_api_for_each_kind_of_figure() {
        FACTS.made("metrics-server", "APIService", "v1beta1.metrics.k8s.io");
        FACTS.made("prometheus-adapter", "APIService", "v1beta1.custom.metrics.k8s.io");
    }

    /** The policy of Oracle's cloud trusts a workload by its namespace and account. */
    @Test
    void the_autoscalers_account_is_the_one_that_the_cloud_trusts() {
        JsonObject account = FACTS.made("cluster-autoscaler", "ServiceAccount").getFirst();
        RecordedStack prod = shapes().stream()
                .filter(shape -> shape.stack().equals("prod"))
                .findFirst()
                .orElseThrow()
                .recorded();
        assertThat(prod.ofType("oci:Identity/policy:Policy"))
                .anySatisfy(policy -> assertThat(policy.input("statements").toString())
                        .contains(
                                account.get("namespace").getAsString(),
                                account.get("name").getAsString()));
    }

    @Test
    void gpu_exporters_run_where_streams_run() {
        for (String chart : List.of("dcgm-exporter", "nvidia-device-plugin")) {
            JsonObject pods = FACTS.made(chart, "DaemonSet", chart);
            assertThat(pods.getAsJsonObject("nodeSelector").keySet()).containsExactly(StreamWorkload.GPU_LABEL);
            assertThat(pods.get("tolerations").toString()).contains("\"key\":\"nvidia.com/gpu\"");
        }
    }

    @Test
    void the_documents_name_services_that_there_are() throws Exception {
        String readme = Files.readString(Path.of("..", "README.md")) + Files.readString(Path.of("README.md"));
        assertThat(readme).contains("service/kube-prometheus-stack-grafana 3000:80");
        assertThat(names(FACTS.made("traefik", "Service", "traefik").getAsJsonArray("ports")))
                .containsExactlyInAnyOrder("web", "websecure");
        assertThat(FACTS.made("kube-prometheus-stack", "Service", "kube-prometheus-stack-grafana")
                        .getAsJsonArray("ports")
                        .toString())
                .contains("\"port\":80");
    }
}

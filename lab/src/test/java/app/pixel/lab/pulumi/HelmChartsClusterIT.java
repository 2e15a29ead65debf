// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.pixel.lab.cluster.LocalCluster;
import app.pixel.lab.cluster.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chart on disk is rendered by the real helm, and the real API server is asked of what is in it. */
class HelmChartsClusterIT {

    private static LocalCluster cluster;

    @TempDir
    private Path folder;

    private HelmReleases releases;

    @BeforeAll
    static void start() {
        cluster = LocalCluster.start(Tools.of(System.getenv()));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** Of one Service, with a schema of its values. */
    @BeforeEach
    void packChart() throws IOException {
        Path chart = folder.resolve("tiny");
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(chart.resolve("Chart.yaml"), """
                apiVersion: v2
                name: tiny
                version: 1.2.3
                kubeVersion: ">=1.34.0-0"
                """);
        Files.writeString(chart.resolve("values.schema.json"), """
                {"type": "object", "properties": {"port": {"type": "integer"}}}
                """);
        Files.writeString(chart.resolve("templates/service.yaml"), """
                {{- if .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }}
                apiVersion: v1
                kind: Service
                metadata:
                  name: {{ .Release.Name }}
                spec:
                  {{ .Values.field | default "ports" }}: [{port: {{ .Values.port }}}]
                {{- end }}
                """);
        String helm = Tools.of(System.getenv()).binary("helm");
        ExternalCommand.run(List.of(helm, "package", chart.toString(), "--destination=" + folder));
        releases = new HelmReleases(new ApiServer(cluster), Optional.of(new HelmCharts(helm, folder)));
    }

    private static Map<String, Object> release(String version, Map<String, Object> values) {
        return Map.of(
                "name", "tiny",
                "namespace", "kube-system",
                "chart", "oci://registry.example.com/charts/tiny",
                "version", version,
                "values", values);
    }

    @Test
    void a_release_that_the_api_server_accepts_is_only_recorded() {
        releases.install(release("1.2.3", Map.of("port", 80)));

        assertThat(releases.installed()).containsOnlyKeys("kube-system/tiny");
        assertThat(cluster.client()
                        .services()
                        .inNamespace("kube-system")
                        .withName("tiny")
                        .get())
                .isNull();
    }

    @Test
    void values_that_the_charts_schema_refuses_are_refused_in_helms_words() {
        assertThatThrownBy(() -> releases.install(release("1.2.3", Map.of("port", "eighty"))))
                .isInstanceOf(ProviderRefusal.class)
                .hasMessageContaining("values don't meet the specifications of the schema(s)")
                .hasMessageContaining("got string, want integer");
        assertThat(releases.installed()).isEmpty();
    }

    @Test
    void an_object_that_the_api_server_does_not_take_is_refused_in_its_words() {
        assertThatThrownBy(() -> releases.install(release("1.2.3", Map.of("port", 80, "field", "prots"))))
                .isInstanceOf(ProviderRefusal.class)
                .hasMessageContaining("prots: field not declared in schema");
        assertThatThrownBy(() -> releases.install(release("1.2.3", Map.of("port", 80_000))))
                .isInstanceOf(ProviderRefusal.class)
                .hasMessageContaining("must be between 1 and 65535");
    }

    @Test
    void an_upgrade_is_rendered_as_well() {
        releases.install(release("1.2.3", Map.of("port", 80)));

        assertThatThrownBy(() -> releases.upgrade("kube-system/tiny", release("1.2.3", Map.of("port", "eighty"))))
                .isInstanceOf(ProviderRefusal.class);
        assertThat(releases.installed().get("kube-system/tiny")).containsEntry("values", Map.of("port", 80));
    }

    @Test
    void a_release_whose_chart_is_not_there_is_recorded_unread() {
        releases.install(release("9.9.9", Map.of("port", "eighty")));

        assertThat(releases.installed()).containsOnlyKeys("kube-system/tiny");
    }
}

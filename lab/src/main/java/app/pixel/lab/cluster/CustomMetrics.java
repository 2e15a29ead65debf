// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import app.pixel.FreePort;
import app.pixel.lab.process.LeashedProcess;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The autoscaler's source of metrics. A real Prometheus scrapes real processes, and the real adapter makes custom
 * metrics of them by the platform's own rules.
 */
public final class CustomMetrics {

    /**
     * A process to scrape.
     *
     * @param address host and port of its {@code /metrics}
     * @param labels those that the Prometheus operator would have put on it: {@code namespace}, {@code service} and
     *     {@code pod}
     */
    public record Target(String address, Map<String, String> labels) {}

    private static final String NAMESPACE = "monitoring";
    private static final String NAME = "prometheus-adapter";
    private static final String TARGETS = "targets.json";
    private static final String GROUP = "custom.metrics.k8s.io";

    private final LocalCluster cluster;
    private final Processes processes;
    private final String address = "127.0.0.1:" + FreePort.find();
    private final LeashedProcess process;

    private CustomMetrics(LocalCluster cluster) {
        this.cluster = cluster;
        this.processes = cluster.processes();
        scrape(List.of());
        this.process = startPrometheus();
    }

    /**
     * Starts both; back when the API server answers for custom metrics.
     *
     * @param values the values file of the adapter's Helm chart, whose {@code rules.custom} count here as they do there
     */
    public static CustomMetrics start(LocalCluster cluster, Path values) {
        var metrics = new CustomMetrics(cluster);
        metrics.startAdapter(customRules(values));
        return metrics;
    }

    private static Object customRules(Path values) {
        try {
            Map<?, ?> chart = Serialization.unmarshal(Files.readString(values), Map.class);
            if (chart.get("rules") instanceof Map<?, ?> rules && rules.get("custom") instanceof List<?> custom) {
                return custom;
            }
            throw new IllegalArgumentException("%s has no rules.custom.".formatted(values));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LeashedProcess startPrometheus() {
        Path config = processes.write("prometheus.yaml", """
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: platform
                    file_sd_configs: [{files: ["%s"], refresh_interval: 1s}]
                """.formatted(processes.file(TARGETS)));
        LeashedProcess started = processes.start(
                "prometheus",
                List.of(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + processes.file("prometheus"),
                        "--web.listen-address=" + address));
        started.await(() -> answers(prometheus() + "/-/ready"));
        return started;
    }

    private static boolean answers(String url) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void startAdapter(Object rules) {
        int port = FreePort.find();
        Path kubeconfig = cluster.controlPlane().kubeconfig(User.METRICS);
        LeashedProcess adapter = processes.start(
                NAME,
                List.of(
                        cluster.tools().binary(NAME),
                        "--bind-address=127.0.0.1",
                        "--secure-port=" + port,
                        "--cert-dir=" + processes.file(NAME),
                        "--lister-kubeconfig=" + kubeconfig,
                        "--authentication-kubeconfig=" + kubeconfig,
                        "--authorization-kubeconfig=" + kubeconfig,
                        "--prometheus-url=" + prometheus(),
                        "--config=" + processes.write("adapter.json", Serialization.asJson(Map.of("rules", rules))),
                        "--metrics-relist-interval=2s"));
        register(port);
        adapter.await(this::isServed);
    }

    /** By name: an endpoint may not be a loopback address, but a name may lead to one. */
    private void register(int port) {
        KubernetesClient client = cluster.client();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .serverSideApply();
        Service service = new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(NAME)
                .endMetadata()
                .withNewSpec()
                .withType("ExternalName")
                .withExternalName("localhost")
                .endSpec()
                .build();
        client.resource(service).serverSideApply();
        client.resource("""
                        {"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService",
                         "metadata": {"name": "v1beta1.%1$s"},
                         "spec": {"group": "%1$s", "version": "v1beta1", "insecureSkipTLSVerify": true,
                                  "groupPriorityMinimum": 100, "versionPriority": 100,
                                  "service": {"namespace": "%2$s", "name": "%3$s", "port": %4$d}}}
                        """.formatted(GROUP, NAMESPACE, NAME, port)).serverSideApply();
    }

    private boolean isServed() {
        try {
            return !cluster.client().raw("/apis/%s/v1beta1".formatted(GROUP)).isEmpty();
        } catch (KubernetesClientException _) {
            return false;
        }
    }

    /** Returns the address that answers Prometheus' queries. */
    public String prometheus() {
        return "http://" + address;
    }

    /** Prometheus itself. */
    public LeashedProcess process() {
        return process;
    }

    /** From now on these are scraped, every second, and no others. */
    public void scrape(List<Target> targets) {
        List<Map<String, Object>> groups = targets.stream()
                .<Map<String, Object>>map(
                        target -> Map.of("targets", List.of(target.address()), "labels", target.labels()))
                .toList();
        processes.write(TARGETS, Serialization.asJson(groups));
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import app.pixel.lab.cluster.Tools;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Charts that a person has pulled ({@code helm pull}), rendered by the real helm. A release whose chart is there
 * becomes the objects that its values ask for.
 *
 * @param folder of {@code <chart>-<version>.tgz}
 */
record HelmCharts(String helm, Path folder) {

    /** Names the folder. */
    static final String VARIABLE = "PIXEL_CHARTS";

    /** Kinds that must be defined before charts render objects of them. */
    private static final List<String> DEFINED =
            List.of("monitoring.coreos.com/v1", "cert-manager.io/v1", "traefik.io/v1alpha1");

    /** Returns empty if there is no folder of charts. */
    static Optional<HelmCharts> of(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(VARIABLE))
                .map(folder -> new HelmCharts(Tools.of(environment).binary("helm"), Path.of(folder)));
    }

    /**
     * The objects of a release, as YAML; empty when its chart is not there.
     *
     * @throws ProviderRefusal with helm's sentence, such as what the chart's schema says against the values
     */
    Optional<String> rendered(Map<String, Object> release) {
        String chart = Json.text(release, "chart");
        Path file = folder.resolve(
                "%s-%s.tgz".formatted(chart.substring(chart.lastIndexOf('/') + 1), Json.text(release, "version")));
        return Files.exists(file) ? Optional.of(rendered(release, file)) : Optional.empty();
    }

    private String rendered(Map<String, Object> release, Path chart) {
        try {
            Path values = Files.createTempFile("pixel-values-", ".yaml");
            try {
                Files.writeString(values, Serialization.asYaml(Json.map(release.get("values"))));
                return ExternalCommand.run(List.of(
                        helm,
                        "template",
                        Json.text(release, "name"),
                        chart.toString(),
                        "--namespace=" + Json.text(release, "namespace"),
                        "--values=" + values,
                        "--kube-version=" + PulumiCli.defaultOf("kubernetesVersion"),
                        "--api-versions=" + String.join(",", DEFINED)));
            } finally {
                Files.delete(values);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

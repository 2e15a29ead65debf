// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.plan;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The facts that a reviewer looks for in objects of the cluster. */
final class KubernetesFacts {
    private static final Gson COMPACT = new GsonBuilder().disableHtmlEscaping().create();

    private KubernetesFacts() {}

    static Facts of(String type, Input inputs) {
        Input spec = inputs.at("spec");
        return switch (type.substring(type.lastIndexOf(':') + 1)) {
            case "Release" -> release(inputs);
            case "Namespace" -> Facts.saying(podSecurity(inputs.at("metadata.labels")));
            case "Deployment", "StatefulSet", "DaemonSet" -> PodFacts.of(inputs);
            case "HorizontalPodAutoscaler" -> autoscaler(inputs);
            case "NetworkPolicy" -> PolicyFacts.of(inputs);
            case "Ingress" -> ingress(inputs);
            case "Service" ->
                in(
                        inputs,
                        spec.at("clusterIP").text().equals("None") ? "headless" : "",
                        spec.at("type").text(),
                        spec.at("ports").each().stream()
                                .map(port -> port.at("name").text() + " "
                                        + port.at("port").text())
                                .collect(Collectors.joining(", ")));
            case "PodDisruptionBudget" ->
                in(inputs, "at most " + spec.at("maxUnavailable").text() + " away");
            case "ConfigMap" -> in(inputs, String.join(", ", inputs.at("data").keys()));
            case "Secret" -> in(inputs, inputs.at("type").text());
            case "Role", "ClusterRole" -> in(inputs, rights(inputs.at("rules")));
            case "RoleBinding", "ClusterRoleBinding" -> in(inputs, bound(inputs));
            case "ServiceMonitor", "PodMonitor" -> in(inputs, scraped(spec));
            case "PrometheusRule" ->
                in(inputs)
                        .with(spec.at("groups").each().stream()
                                .flatMap(group -> group.at("rules").each().stream())
                                .map(rule -> rule.at("alert").text() + " when "
                                        + rule.at("expr").text() + " for "
                                        + rule.at("for").text()));
            case "ClusterIssuer" ->
                Facts.saying(
                        spec.at("acme.server").text(), spec.at("acme.email").text());
            case "Middleware" -> in(inputs, COMPACT.toJson(spec.value()));
            case String _ -> in(inputs);
        };
    }

    /** Facts of an object that lives in a namespace. */
    static Facts in(Input inputs, String... facts) {
        Input namespace = inputs.at("metadata.namespace");
        return Facts.saying(
                Stream.concat(Stream.of(namespace.exists() ? "in " + namespace.text() : ""), Stream.of(facts))
                        .toArray(String[]::new));
    }

    private static Facts release(Input inputs) {
        Input values = inputs.at("values");
        return Facts.saying(
                        "chart %s %s"
                                .formatted(
                                        inputs.at("chart").text(),
                                        inputs.at("version").text()),
                        "from " + inputs.at("repositoryOpts.repo").text(),
                        "into " + inputs.at("namespace").text(),
                        values.at("image.tag").exists()
                                ? "image tag " + values.at("image.tag").text()
                                : "")
                .with(values.at("autoscalingGroups").each().stream()
                        .map(pool -> "%s from %s to %s nodes"
                                .formatted(
                                        pool.at("name").named(),
                                        pool.at("minSize").text(),
                                        pool.at("maxSize").text())));
    }

    private static String podSecurity(Input labels) {
        Input level = labels.step("pod-security.kubernetes.io/enforce");
        return level.exists() ? "pod security " + level.text() : "";
    }

    private static Facts autoscaler(Input inputs) {
        Input spec = inputs.at("spec");
        return in(
                inputs,
                "%s to %s"
                        .formatted(
                                spec.at("minReplicas").text(),
                                spec.at("maxReplicas").text()),
                spec.at("metrics").each().stream().map(KubernetesFacts::metric).collect(Collectors.joining(", ")));
    }

    private static String metric(Input metric) {
        Input source = metric.at(
                switch (metric.at("type").text()) {
                    case "Object" -> "object";
                    case "Pods" -> "pods";
                    case String _ -> "resource";
                });
        Input target = source.at("target");
        String aimedAt = Stream.of("value", "averageValue", "averageUtilization")
                .map(kind -> target.at(kind).text())
                .collect(Collectors.joining());
        return "%s at %s%s"
                .formatted(
                        source.at("metric.name").text() + source.at("name").text(),
                        aimedAt,
                        target.at("averageUtilization").exists() ? " %" : "");
    }

    private static Facts ingress(Input inputs) {
        Input spec = inputs.at("spec");
        String host = spec.at("rules.0.host").text();
        Input annotations = inputs.at("metadata.annotations");
        return in(
                        inputs,
                        host.isEmpty() ? "any host" : host,
                        annotations
                                .step("traefik.ingress.kubernetes.io/router.middlewares")
                                .text(),
                        annotations.step("cert-manager.io/cluster-issuer").exists()
                                ? "certificate from "
                                        + annotations
                                                .step("cert-manager.io/cluster-issuer")
                                                .text()
                                : "")
                .with(spec.at("rules.0.http.paths").each().stream()
                        .map(path -> path.at("path").text() + " to "
                                + path.at("backend.service.name").text() + ":"
                                + path.at("backend.service.port.name").text()));
    }

    private static String rights(Input rules) {
        return rules.each().stream()
                .map(rule ->
                        rule.at("verbs").joined() + " " + rule.at("resources").joined())
                .collect(Collectors.joining("; "));
    }

    private static String bound(Input inputs) {
        return inputs.at("roleRef.name").text() + " to "
                + inputs.at("subjects").each().stream()
                        .map(subject -> subject.at("kind").text() + " "
                                + subject.at("namespace").text() + "/"
                                + subject.at("name").text())
                        .collect(Collectors.joining(", "));
    }

    private static String scraped(Input spec) {
        return Stream.of("endpoints", "podMetricsEndpoints")
                .flatMap(kind -> spec.at(kind).each().stream())
                .map(endpoint -> "%s every %s"
                        .formatted(
                                endpoint.at("port").text(),
                                endpoint.at("interval").text()))
                .collect(Collectors.joining(", "));
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.plan;

import java.util.List;
import java.util.stream.Collectors;

/** How many pods a workload has, where they go, and each of their containers on a line. */
final class PodFacts {
    private PodFacts() {}

    static Facts of(Input inputs) {
        Input pod = inputs.at("spec.template.spec");
        return KubernetesFacts.in(
                        inputs,
                        pods(inputs.at("spec.replicas").text()),
                        nodes(pod),
                        pod.at("hostNetwork").isTrue() ? "on the host's network" : "",
                        claims(inputs))
                .with(pod.at("containers").each().stream().map(PodFacts::container));
    }

    private static String pods(String replicas) {
        return switch (replicas) {
            case "" -> "";
            case "1" -> "1 pod";
            case String several -> several + " pods";
        };
    }

    private static String nodes(Input pod) {
        String chosen = pod
                .at("affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms")
                .each()
                .stream()
                .flatMap(term -> term.at("matchExpressions").each().stream())
                .map(expression -> expression.at("key").text() + "="
                        + expression.at("values").joined())
                .collect(Collectors.joining(", "));
        String selected = pod.at("nodeSelector").joined();
        return chosen.isEmpty() && selected.isEmpty() ? "" : "on nodes " + chosen + selected;
    }

    private static String claims(Input inputs) {
        return inputs.at("spec.volumeClaimTemplates").each().stream()
                .map(claim -> "a volume of "
                        + claim.at("spec.resources.requests.storage").text()
                        + (claim.at("spec.storageClassName").exists()
                                ? " of " + claim.at("spec.storageClassName").text()
                                : ""))
                .collect(Collectors.joining(", "));
    }

    private static String container(Input container) {
        List<String> facts = List.of(
                container.at("name").text() + ": " + container.at("image").text(),
                container.at("ports").each().isEmpty() ? "" : "ports " + ports(container),
                "from " + quantities(container.at("resources.requests")) + " to "
                        + quantities(container.at("resources.limits")),
                container.at("securityContext.privileged").isTrue() ? "PRIVILEGED" : "");
        return facts.stream().filter(fact -> !fact.isEmpty()).collect(Collectors.joining("  "));
    }

    private static String ports(Input container) {
        return container.at("ports").each().stream()
                .map(port -> port.at("containerPort").text()
                        + (port.at("protocol").text().equals("UDP") ? "/udp" : "")
                        + (port.at("hostPort").exists() ? " on the host" : ""))
                .collect(Collectors.joining(", "));
    }

    private static String quantities(Input quantities) {
        return quantities.keys().stream()
                .map(name -> name + " " + quantities.step(name).text())
                .collect(Collectors.joining(", "));
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.plan;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A network policy, a sentence for each arrow that it lets through. */
final class PolicyFacts {
    private PolicyFacts() {}

    static Facts of(Input inputs) {
        Input spec = inputs.at("spec");
        Facts facts = KubernetesFacts.in(
                inputs, spec.at("podSelector").keys().isEmpty() ? "a pod without a policy may do nothing" : "");
        return facts.with(Stream.concat(
                spec.at("ingress").each().stream()
                        .map(rule -> "lets in %s from %s".formatted(ports(rule), peers(rule.at("from")))),
                spec.at("egress").each().stream()
                        .map(rule -> "may send %s to %s".formatted(ports(rule), peers(rule.at("to"))))));
    }

    private static String ports(Input rule) {
        return rule.at("ports").each().stream()
                .map(port -> port.at("protocol").text() + " " + port.at("port").text()
                        + (port.at("endPort").exists()
                                ? "-" + port.at("endPort").text()
                                : ""))
                .collect(Collectors.joining(", "));
    }

    private static String peers(Input peers) {
        return peers.each().stream().map(PolicyFacts::peer).collect(Collectors.joining(" or "));
    }

    private static String peer(Input peer) {
        if (peer.at("ipBlock").exists()) {
            return peer.at("ipBlock.cidr").text();
        }
        Input pods = peer.at("podSelector.matchLabels");
        Input namespace = peer.at("namespaceSelector.matchLabels").step("kubernetes.io/metadata.name");
        String who = pods.step("app.kubernetes.io/name").exists()
                ? pods.step("app.kubernetes.io/name").text()
                : pods.joined();
        return Stream.of(who, namespace.exists() ? "namespace " + namespace.text() : "")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" in "));
    }
}

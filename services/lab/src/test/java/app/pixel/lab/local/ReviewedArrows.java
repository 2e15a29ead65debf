// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.stream.Collectors.toSet;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may connect to whom, by the stack's NetworkPolicies: what the asking side may open and the asked side takes.
 *
 * @param egress as {@code matchmaker > stream:3000}
 * @param ingress likewise
 */
record ReviewedArrows(Set<String> egress, Set<String> ingress) {

    private static final String NAME = "app.kubernetes.io/name";
    private static final String NAMESPACE = "kubernetes.io/metadata.name";

    static ReviewedArrows of(List<HasMetadata> objects) {
        List<NetworkPolicy> policies = objects.stream()
                .filter(object -> object.getKind().equals("NetworkPolicy"))
                .map(object -> Serialization.unmarshal(Serialization.asJson(object), NetworkPolicy.class))
                .toList();
        return new ReviewedArrows(
                policies.stream().flatMap(ReviewedArrows::leaving).collect(toSet()),
                policies.stream().flatMap(ReviewedArrows::coming).collect(toSet()));
    }

    private static Stream<String> leaving(NetworkPolicy policy) {
        String self = name(policy.getSpec().getPodSelector());
        return policy.getSpec().getEgress().stream()
                .flatMap(rule -> rule.getTo().stream()
                        .map(ReviewedArrows::party)
                        .flatMap(peer -> ports(rule.getPorts()).map(port -> self + " > " + peer + ":" + port)));
    }

    private static Stream<String> coming(NetworkPolicy policy) {
        String self = name(policy.getSpec().getPodSelector());
        return policy.getSpec().getIngress().stream()
                .flatMap(rule -> rule.getFrom().stream()
                        .map(ReviewedArrows::party)
                        .flatMap(peer -> ports(rule.getPorts()).map(port -> peer + " > " + self + ":" + port)));
    }

    private static Stream<Integer> ports(List<NetworkPolicyPort> ports) {
        return ports.stream()
                .filter(port -> "TCP".equals(port.getProtocol()))
                .map(NetworkPolicyPort::getPort)
                .map(IntOrString::getIntVal);
    }

    private static String party(NetworkPolicyPeer peer) {
        if (peer.getPodSelector() != null) {
            return name(peer.getPodSelector());
        }
        return peer.getNamespaceSelector() == null
                ? "world"
                : String.valueOf(peer.getNamespaceSelector().getMatchLabels().get(NAMESPACE));
    }

    private static String name(LabelSelector selector) {
        return selector.getMatchLabels() == null
                ? "nobody"
                : String.valueOf(selector.getMatchLabels().get(NAME));
    }

    /** Between components of ours both sides must agree; the edge is in a namespace where the stack has no policies. */
    Set<String> amongComponents() {
        return Stream.concat(
                        ingress.stream().filter(egress::contains),
                        ingress.stream().filter(arrow -> arrow.startsWith(OpenedArrows.EDGE)))
                .collect(toSet());
    }
}

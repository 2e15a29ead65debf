// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The stack's NetworkPolicies as its one enforcer would read them: what each component may open, and may take. */
record ReviewedArrows(List<Allowance> allowances) {

    private static final String NAME = "app.kubernetes.io/name";
    private static final String NAMESPACE = "kubernetes.io/metadata.name";

    private static final int LAST_PORT = 65_535;

    /** Every address, in the cluster and outside. */
    private static final String WORLD = "world";

    /**
     * A peer in a rule of a component's policy, with the ports of that rule.
     *
     * @param leaving whether the component asks, rather than is asked
     */
    record Allowance(String component, boolean leaving, String peer, List<NetworkPolicyPort> ports) {

        boolean covers(Arrow arrow) {
            String self = leaving ? arrow.from() : arrow.to();
            String other = leaving ? arrow.to() : arrow.from();
            return component.equals(self)
                    && (peer.equals(WORLD) || peer.equals(other))
                    && ports.stream().anyMatch(port -> covers(port, arrow));
        }

        private static boolean covers(NetworkPolicyPort port, Arrow arrow) {
            return port.getProtocol().equals(arrow.protocol())
                    && port.getPort().getIntVal() <= arrow.port()
                    && arrow.port() <= last(port);
        }

        private static int last(NetworkPolicyPort port) {
            return Objects.requireNonNullElse(port.getEndPort(), port.getPort().getIntVal());
        }

        @Override
        public String toString() {
            List<String> where = ports.stream()
                    .map(port -> port.getPort().getIntVal() + "/" + port.getProtocol())
                    .toList();
            return "%s %s %s %s".formatted(component, leaving ? "may ask" : "may be asked by", peer, where);
        }
    }

    static ReviewedArrows of(List<HasMetadata> objects) {
        return new ReviewedArrows(objects.stream()
                .filter(object -> object.getKind().equals("NetworkPolicy"))
                .map(object -> Serialization.unmarshal(Serialization.asJson(object), NetworkPolicy.class))
                .flatMap(policy -> Stream.concat(leaving(policy), coming(policy)))
                .toList());
    }

    private static Stream<Allowance> leaving(NetworkPolicy policy) {
        String self = name(policy.getSpec().getPodSelector());
        return policy.getSpec().getEgress().stream()
                .flatMap(rule ->
                        rule.getTo().stream().map(peer -> new Allowance(self, true, party(peer), rule.getPorts())));
    }

    private static Stream<Allowance> coming(NetworkPolicy policy) {
        String self = name(policy.getSpec().getPodSelector());
        return policy.getSpec().getIngress().stream()
                .flatMap(rule ->
                        rule.getFrom().stream().map(peer -> new Allowance(self, false, party(peer), rule.getPorts())));
    }

    private static String party(NetworkPolicyPeer peer) {
        if (peer.getPodSelector() != null) {
            return name(peer.getPodSelector());
        }
        return peer.getNamespaceSelector() == null
                ? WORLD
                : String.valueOf(peer.getNamespaceSelector().getMatchLabels().get(NAMESPACE));
    }

    /** Parties that are none of our components have another label. */
    private static String name(LabelSelector selector) {
        var labels = Objects.requireNonNullElse(selector.getMatchLabels(), Map.<String, String>of());
        return labels.isEmpty()
                ? "all"
                : labels.getOrDefault(NAME, labels.values().iterator().next());
    }

    /** Returns the first and the last port of each rule, and the ports next to them. */
    SortedSet<Integer> ports() {
        return allowances.stream()
                .flatMap(allowance -> allowance.ports().stream())
                .flatMap(port -> Stream.of(port.getPort().getIntVal(), Allowance.last(port)))
                .flatMap(port -> Stream.of(port - 1, port, port + 1))
                .filter(port -> port <= LAST_PORT)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of these, the arrows that either side would not be let. */
    List<Arrow> refused(Set<Arrow> opened, Set<String> components) {
        return opened.stream()
                .filter(arrow -> (components.contains(arrow.from()) && !isAllowed(arrow, true))
                        || (components.contains(arrow.to()) && !isAllowed(arrow, false)))
                .toList();
    }

    private boolean isAllowed(Arrow arrow, boolean leaving) {
        return allowances.stream().anyMatch(allowance -> allowance.leaving() == leaving && allowance.covers(arrow));
    }

    /** Returns the allowed arrows that none of these connections needs. */
    List<String> unused(Set<Arrow> opened) {
        return allowances.stream()
                .filter(allowance -> opened.stream().noneMatch(allowance::covers))
                .map(Allowance::toString)
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.objects.Labels;
import app.pixel.infra.objects.Scope;
import app.pixel.infra.settings.Cidr;
import app.pixel.infra.workloads.TrafficArrow.Party;
import com.pulumi.kubernetes.meta.v1.inputs.LabelSelectorArgs;
import com.pulumi.kubernetes.networking.v1.NetworkPolicy;
import com.pulumi.kubernetes.networking.v1.NetworkPolicyArgs;
import com.pulumi.kubernetes.networking.v1.inputs.IPBlockArgs;
import com.pulumi.kubernetes.networking.v1.inputs.NetworkPolicyEgressRuleArgs;
import com.pulumi.kubernetes.networking.v1.inputs.NetworkPolicyIngressRuleArgs;
import com.pulumi.kubernetes.networking.v1.inputs.NetworkPolicyPeerArgs;
import com.pulumi.kubernetes.networking.v1.inputs.NetworkPolicyPortArgs;
import com.pulumi.kubernetes.networking.v1.inputs.NetworkPolicySpecArgs;
import com.pulumi.resources.ComponentResource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The arrows as Kubernetes wants them: one policy denies everything, and one policy a component allows its arrows.
 */
final class TrafficPolicies extends ComponentResource {

    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";
    private static final Map<String, String> ACME_SOLVER = Map.of("acme.cert-manager.io/http01-solver", "true");

    TrafficPolicies(Scope around, List<TrafficArrow> arrows) {
        super("pixel:workloads:TrafficPolicies", "traffic", around.component());
        Scope scope = around.under(this);
        policy(
                scope,
                "default-deny",
                NetworkPolicySpecArgs.builder()
                        .podSelector(LabelSelectorArgs.builder().build())
                        .policyTypes("Ingress", "Egress")
                        .build());
        ours(arrows).forEach((name, pods) -> policy(scope, name, spec(pods, arrows)));
        registerOutputs(Map.of());
    }

    /** Only pods of this namespace can have a policy here. */
    private static Map<String, Party> ours(List<TrafficArrow> arrows) {
        Map<String, Party> parties = new TreeMap<>();
        arrows.stream().flatMap(arrow -> Stream.of(arrow.from(), arrow.to())).forEach(party -> {
            switch (party) {
                case Party.Component(String name) -> parties.put(name, party);
                case Party.AcmeSolver() -> parties.put("acme-solver", party);
                case Party.Namespace _, Party.Dns _, Party.RelayNodes _, Party.World _ -> {}
            }
        });
        return parties;
    }

    private static NetworkPolicySpecArgs spec(Party party, List<TrafficArrow> arrows) {
        List<NetworkPolicyIngressRuleArgs> ingress = arrows.stream()
                .filter(arrow -> arrow.to().equals(party))
                .map(arrow -> NetworkPolicyIngressRuleArgs.builder()
                        .from(peers(arrow.from()))
                        .ports(ports(arrow))
                        .build())
                .toList();
        List<NetworkPolicyEgressRuleArgs> egress = arrows.stream()
                .filter(arrow -> arrow.from().equals(party))
                .map(arrow -> NetworkPolicyEgressRuleArgs.builder()
                        .to(peers(arrow.to()))
                        .ports(ports(arrow))
                        .build())
                .toList();
        NetworkPolicySpecArgs.Builder spec =
                NetworkPolicySpecArgs.builder().podSelector(pods(party)).policyTypes("Ingress", "Egress");
        // Pulumi's provider drops an empty list. Without a rule, each policy type closes its direction.
        if (!ingress.isEmpty()) {
            spec.ingress(ingress);
        }
        if (!egress.isEmpty()) {
            spec.egress(egress);
        }
        return spec.build();
    }

    private static LabelSelectorArgs pods(Party party) {
        return switch (party) {
            case Party.Component(String name) -> new Labels(name).selector();
            case Party.AcmeSolver() ->
                LabelSelectorArgs.builder().matchLabels(ACME_SOLVER).build();
            case Party.Dns() ->
                LabelSelectorArgs.builder()
                        .matchLabels(Map.of("k8s-app", "kube-dns"))
                        .build();
            case Party.Namespace _, Party.RelayNodes _, Party.World _ ->
                LabelSelectorArgs.builder().build();
        };
    }

    private static List<NetworkPolicyPeerArgs> peers(Party party) {
        NetworkPolicyPeerArgs.Builder peer = NetworkPolicyPeerArgs.builder();
        return switch (party) {
            case Party.Component _, Party.AcmeSolver _ ->
                List.of(peer.podSelector(pods(party)).build());
            case Party.Namespace(String name) ->
                List.of(peer.namespaceSelector(named(name)).build());
            case Party.Dns() ->
                List.of(peer.namespaceSelector(named("kube-system"))
                        .podSelector(pods(party))
                        .build());
            case Party.RelayNodes(List<String> blocks) ->
                blocks.stream().map(TrafficPolicies::block).toList();
            case Party.World() -> List.of(block(Cidr.WORLD.toString()));
        };
    }

    private static NetworkPolicyPeerArgs block(String block) {
        return NetworkPolicyPeerArgs.builder()
                .ipBlock(IPBlockArgs.builder().cidr(block).build())
                .build();
    }

    private static LabelSelectorArgs named(String namespace) {
        return LabelSelectorArgs.builder()
                .matchLabels(Map.of(NAMESPACE_NAME, namespace))
                .build();
    }

    private static List<NetworkPolicyPortArgs> ports(TrafficArrow arrow) {
        return arrow.ports().stream()
                .map(ports -> {
                    NetworkPolicyPortArgs.Builder port = NetworkPolicyPortArgs.builder()
                            .protocol(arrow.protocol())
                            .port(ports.first());
                    return ports.last() == ports.first()
                            ? port.build()
                            : port.endPort(ports.last()).build();
                })
                .toList();
    }

    private static void policy(Scope scope, String name, NetworkPolicySpecArgs spec) {
        new NetworkPolicy(
                name,
                NetworkPolicyArgs.builder()
                        .metadata(scope.named(name, new Labels("traffic")))
                        .spec(spec)
                        .build(),
                scope.options());
    }
}

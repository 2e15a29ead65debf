// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import app.pixel.infra.network.TrafficRule.Party;
import app.pixel.infra.settings.Cidr;
import com.pulumi.core.Output;
import com.pulumi.oci.Core.NetworkSecurityGroup;
import com.pulumi.oci.Core.NetworkSecurityGroupArgs;
import com.pulumi.oci.Core.NetworkSecurityGroupSecurityRule;
import com.pulumi.oci.Core.NetworkSecurityGroupSecurityRuleArgs;
import com.pulumi.oci.Core.inputs.NetworkSecurityGroupSecurityRuleIcmpOptionsArgs;
import com.pulumi.oci.Core.inputs.NetworkSecurityGroupSecurityRuleTcpOptionsArgs;
import com.pulumi.oci.Core.inputs.NetworkSecurityGroupSecurityRuleTcpOptionsDestinationPortRangeArgs;
import com.pulumi.oci.Core.inputs.NetworkSecurityGroupSecurityRuleUdpOptionsArgs;
import com.pulumi.oci.Core.inputs.NetworkSecurityGroupSecurityRuleUdpOptionsDestinationPortRangeArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A network security group for each party that is ours, and in each its half of every {@link TrafficRule}. */
final class SecurityGroups {
    /** IANA's protocol numbers, as OCI wants them. */
    private static final String ICMP = "1";

    private static final String TCP = "6";
    private static final String UDP = "17";

    private final String name;
    private final CustomResourceOptions options;
    private final List<Cidr> apiClients;
    private final Optional<Cidr> bastion;
    private final Output<String> oracleServices;
    private final Map<Party, NetworkSecurityGroup> groups = new EnumMap<>(Party.class);
    private final List<NetworkSecurityGroupSecurityRule> rules = new ArrayList<>();

    /** Options make the resources children of the network. */
    SecurityGroups(
            String name,
            OciAccount account,
            Output<String> vcnId,
            List<Cidr> apiClients,
            Optional<Cidr> bastion,
            Output<String> oracleServices,
            List<TrafficRule> drawn,
            CustomResourceOptions options) {
        this.name = name;
        this.options = options;
        this.apiClients = apiClients;
        this.bastion = bastion;
        this.oracleServices = oracleServices;
        for (Party party : Party.values()) {
            if (party.isGroup()) {
                String group = name + "-" + word(party);
                groups.put(
                        party,
                        new NetworkSecurityGroup(
                                group,
                                NetworkSecurityGroupArgs.builder()
                                        .compartmentId(account.compartmentId())
                                        .vcnId(vcnId)
                                        .displayName(group)
                                        .freeformTags(account.tags().freeform())
                                        .definedTags(account.tags().defined())
                                        .build(),
                                options));
            }
        }
        drawn.forEach(this::declare);
    }

    List<NetworkSecurityGroupSecurityRule> rules() {
        return List.copyOf(rules);
    }

    Output<String> id(Party party) {
        return group(party).id();
    }

    private NetworkSecurityGroup group(Party party) {
        var group = groups.get(party);
        if (group == null) {
            throw new IllegalArgumentException(party + " has no security group");
        }
        return group;
    }

    private void declare(TrafficRule rule) {
        if (rule.from().isGroup()) {
            for (Peer peer : peers(rule.to())) {
                half(rule, rule.from(), "EGRESS", peer);
            }
        }
        if (rule.to().isGroup()) {
            for (Peer peer : peers(rule.from())) {
                half(rule, rule.to(), "INGRESS", peer);
            }
        }
    }

    /** The logical name says the whole arrow, so that a rule which moves in the list is not replaced. */
    private void half(TrafficRule rule, Party owner, String direction, Peer peer) {
        var args = NetworkSecurityGroupSecurityRuleArgs.builder()
                .networkSecurityGroupId(id(owner))
                .direction(direction)
                .description(rule.why());
        if (direction.equals("INGRESS")) {
            args.source(peer.address()).sourceType(peer.type());
        } else {
            args.destination(peer.address()).destinationType(peer.type());
        }
        constrain(args, rule.traffic());
        String logicalName = "%s-%s-to-%s-%s-%s%s"
                .formatted(
                        name,
                        word(rule.from()),
                        word(rule.to()),
                        word(rule.traffic()),
                        direction.toLowerCase(Locale.ROOT),
                        peer.suffix());
        rules.add(new NetworkSecurityGroupSecurityRule(logicalName, args.build(), options));
    }

    private static void constrain(NetworkSecurityGroupSecurityRuleArgs.Builder args, TrafficRule.Traffic traffic) {
        switch (traffic) {
            case TrafficRule.Traffic.Everything() -> args.protocol("all");
            case TrafficRule.Traffic.PathMtu() ->
                args.protocol(ICMP)
                        .icmpOptions(NetworkSecurityGroupSecurityRuleIcmpOptionsArgs.builder()
                                .type(3)
                                .code(4)
                                .build());
            case TrafficRule.Traffic.Tcp(int first, int last) ->
                args.protocol(TCP)
                        .tcpOptions(NetworkSecurityGroupSecurityRuleTcpOptionsArgs.builder()
                                .destinationPortRange(
                                        NetworkSecurityGroupSecurityRuleTcpOptionsDestinationPortRangeArgs.builder()
                                                .min(first)
                                                .max(last)
                                                .build())
                                .build());
            case TrafficRule.Traffic.Udp(int first, int last) ->
                args.protocol(UDP)
                        .udpOptions(NetworkSecurityGroupSecurityRuleUdpOptionsArgs.builder()
                                .destinationPortRange(
                                        NetworkSecurityGroupSecurityRuleUdpOptionsDestinationPortRangeArgs.builder()
                                                .min(first)
                                                .max(last)
                                                .build())
                                .build());
        }
    }

    /** The other end of a rule, in OCI's terms. */
    private record Peer(Output<String> address, String type, String suffix) {}

    private List<Peer> peers(Party party) {
        return switch (party) {
            case WORLD -> List.of(new Peer(Output.of(Cidr.WORLD.toString()), "CIDR_BLOCK", ""));
            case API_CLIENTS ->
                apiClients.stream()
                        .map(block -> new Peer(Output.of(block.toString()), "CIDR_BLOCK", "-" + block))
                        .toList();
            case BASTION ->
                bastion.map(block -> new Peer(Output.of(block.toString()), "CIDR_BLOCK", "")).stream()
                        .toList();
            case ORACLE_SERVICES -> List.of(new Peer(oracleServices, "SERVICE_CIDR_BLOCK", ""));
            case ENDPOINT, WORKERS, LOAD_BALANCERS, TURN -> List.of(new Peer(id(party), "NETWORK_SECURITY_GROUP", ""));
        };
    }

    static String word(Party party) {
        return party.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String word(TrafficRule.Traffic traffic) {
        return switch (traffic) {
            case TrafficRule.Traffic.Everything() -> "all";
            case TrafficRule.Traffic.PathMtu() -> "path-mtu";
            case TrafficRule.Traffic.Tcp(int first, int last) -> "tcp-" + ports(first, last);
            case TrafficRule.Traffic.Udp(int first, int last) -> "udp-" + ports(first, last);
        };
    }

    private static String ports(int first, int last) {
        return first == last ? "" + first : first + "-" + last;
    }
}

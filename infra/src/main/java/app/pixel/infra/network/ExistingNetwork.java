// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import app.pixel.infra.network.TrafficRule.Party;
import app.pixel.infra.settings.Cidr;
import app.pixel.infra.settings.Settings;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A VCN of another owner, {@code pixel:existingNetwork}. The stack adds its security groups to it and nothing else.
 *
 * @param subnets one for each party with a security group
 */
public record ExistingNetwork(String vcnId, Map<Party, ExistingSubnet> subnets) {
    private static final Pattern VCN = Pattern.compile("ocid1\\.vcn\\.oc\\d+\\.[a-z0-9-]*\\.[a-z0-9]+");
    private static final Pattern SUBNET = Pattern.compile("ocid1\\.subnet\\.oc\\d+\\.[a-z0-9-]*\\.[a-z0-9]+");

    /** A subnet by its OCID, with the block that its owner gave it. */
    public record ExistingSubnet(String id, Cidr cidr) {}

    public ExistingNetwork {
        subnets = Map.copyOf(subnets);
        var seen = new HashSet<String>();
        subnets.forEach((party, subnet) -> {
            if (!seen.add(subnet.id())) {
                throw new IllegalArgumentException(
                        "pixel:existingNetwork.%s.id names a subnet that another part has, but each needs its own."
                                .formatted(key(party)));
            }
        });
    }

    /** Empty when the stack says {@code {}}, and makes its own network. */
    static Optional<ExistingNetwork> from(Settings settings) {
        Settings network = settings.object("existingNetwork");
        if (network.isEmpty()) {
            return Optional.empty();
        }
        String vcnId = network.matching("vcnId", VCN, "a VCN's OCID, ocid1.vcn.oc1.…");
        Map<Party, ExistingSubnet> subnets = new EnumMap<>(Party.class);
        for (Party party : Party.values()) {
            if (party.isGroup()) {
                Settings subnet = network.object(key(party));
                subnets.put(
                        party,
                        new ExistingSubnet(
                                subnet.matching("id", SUBNET, "a subnet's OCID, ocid1.subnet.oc1.…"),
                                subnet.cidr("cidr")));
            }
        }
        return Optional.of(new ExistingNetwork(vcnId, subnets));
    }

    static String key(Party party) {
        return Settings.word(party);
    }

    ExistingSubnet subnet(Party party) {
        return Objects.requireNonNull(subnets.get(party), () -> party + " has no subnet");
    }

    SubnetPlan plan() {
        return new SubnetPlan(
                subnet(Party.ENDPOINT).cidr(),
                subnet(Party.WORKERS).cidr(),
                subnet(Party.LOAD_BALANCERS).cidr(),
                subnet(Party.TURN).cidr(),
                Optional.empty());
    }
}

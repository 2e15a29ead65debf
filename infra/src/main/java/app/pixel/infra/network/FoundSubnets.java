// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import app.pixel.infra.network.TrafficRule.Party;
import app.pixel.infra.settings.Cidr;
import com.pulumi.core.Output;
import com.pulumi.deployment.InvokeOptions;
import com.pulumi.oci.Core.CoreFunctions;
import com.pulumi.oci.Core.inputs.GetSubnetArgs;
import java.util.ArrayList;
import java.util.List;

/**
 * Subnets of another owner. A preview compares each with the stack's file, because the program derives policies and
 * rules from the blocks there. Their routes and gateways are their owner's.
 */
final class FoundSubnets implements Subnets {
    private final ExistingNetwork network;
    private final InvokeOptions functions;

    FoundSubnets(ExistingNetwork network, InvokeOptions functions) {
        this.network = network;
        this.functions = functions;
    }

    @Override
    public Output<String> vcnId() {
        return Output.of(network.vcnId());
    }

    @Override
    public Output<String> subnetId(Party party, Cidr block, boolean isPrivate) {
        String id = network.subnet(party).id();
        return CoreFunctions.getSubnet(GetSubnetArgs.builder().subnetId(id).build(), functions)
                .applyValue(found -> checked(
                        party, isPrivate, new Facts(found.vcnId(), found.cidrBlock(), found.prohibitPublicIpOnVnic())));
    }

    /** The subnet as it is in the cloud. */
    record Facts(String vcnId, String block, boolean isPrivate) {}

    private String checked(Party party, boolean isPrivate, Facts facts) {
        List<String> refusals = refusals(network, party, isPrivate, facts);
        if (!refusals.isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", refusals));
        }
        return network.subnet(party).id();
    }

    /** One sentence for each fact that contradicts the stack's file. */
    static List<String> refusals(ExistingNetwork network, Party party, boolean isPrivate, Facts facts) {
        String setting = "pixel:existingNetwork." + ExistingNetwork.key(party);
        ExistingNetwork.ExistingSubnet subnet = network.subnet(party);
        List<String> sentences = new ArrayList<>();
        if (!facts.vcnId().equals(network.vcnId())) {
            sentences.add("%s.id is a subnet of %s, but pixel:existingNetwork.vcnId is %s."
                    .formatted(setting, facts.vcnId(), network.vcnId()));
        }
        if (!facts.block().equals(subnet.cidr().toString())) {
            sentences.add(
                    "%s.cidr is %s, but the subnet's block is %s.".formatted(setting, subnet.cidr(), facts.block()));
        }
        if (!isPrivate && facts.isPrivate()) {
            sentences.add(
                    "%s.id is a private subnet, but needs public addresses: name a public one.".formatted(setting));
        }
        return sentences;
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.infra.network.ExistingNetwork.ExistingSubnet;
import app.pixel.infra.network.TrafficRule.Party;
import app.pixel.infra.settings.Cidr;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sentences with which a preview refuses a network that is not as the stack's file says. */
class FoundSubnetsTest {
    private static final ExistingNetwork NETWORK = new ExistingNetwork(
            "ocid1.vcn.oc1.iad.v",
            Map.of(
                    Party.ENDPOINT, new ExistingSubnet("ocid1.subnet.oc1.iad.e", Cidr.of("10.0.0.0/28")),
                    Party.WORKERS, new ExistingSubnet("ocid1.subnet.oc1.iad.w", Cidr.of("10.0.4.0/22")),
                    Party.LOAD_BALANCERS, new ExistingSubnet("ocid1.subnet.oc1.iad.l", Cidr.of("10.0.1.0/24")),
                    Party.TURN, new ExistingSubnet("ocid1.subnet.oc1.iad.t", Cidr.of("10.0.2.0/24"))));

    private static FoundSubnets.Facts facts(String block, boolean isPrivate) {
        return new FoundSubnets.Facts("ocid1.vcn.oc1.iad.v", block, isPrivate);
    }

    @Test
    void a_subnet_that_is_as_the_stack_says_is_accepted() {
        assertThat(FoundSubnets.refusals(NETWORK, Party.WORKERS, true, facts("10.0.4.0/22", true)))
                .isEmpty();
    }

    @Test
    void a_private_subnet_without_need_may_be_public() {
        assertThat(FoundSubnets.refusals(NETWORK, Party.WORKERS, true, facts("10.0.4.0/22", false)))
                .isEmpty();
    }

    @Test
    void another_block_is_told() {
        assertThat(FoundSubnets.refusals(NETWORK, Party.TURN, false, facts("10.0.3.0/24", false)))
                .containsExactly(
                        "pixel:existingNetwork.turn.cidr is 10.0.2.0/24, but the subnet's block is 10.0.3.0/24.");
    }

    @Test
    void a_subnet_without_public_addresses_is_told() {
        assertThat(FoundSubnets.refusals(NETWORK, Party.LOAD_BALANCERS, false, facts("10.0.1.0/24", true)))
                .containsExactly("pixel:existingNetwork.loadBalancers.id is a private subnet, but needs public"
                        + " addresses: name a public one.");
    }

    @Test
    void a_subnet_of_another_vcn_is_told() {
        assertThat(FoundSubnets.refusals(
                        NETWORK,
                        Party.ENDPOINT,
                        true,
                        new FoundSubnets.Facts("ocid1.vcn.oc1.iad.other", "10.0.0.0/28", true)))
                .containsExactly("pixel:existingNetwork.endpoint.id is a subnet of ocid1.vcn.oc1.iad.other, but"
                        + " pixel:existingNetwork.vcnId is ocid1.vcn.oc1.iad.v.");
    }
}

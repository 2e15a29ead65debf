// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.infra.settings.Cidr;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SubnetPlanTest {
    @Test
    void the_default_block_is_cut_as_in_the_stack_that_this_replaces() {
        assertThat(SubnetPlan.of(Cidr.of("10.26.0.0/16")))
                .isEqualTo(new SubnetPlan(
                        Cidr.of("10.26.0.0/28"),
                        Cidr.of("10.26.12.0/22"),
                        Cidr.of("10.26.16.0/22"),
                        Cidr.of("10.26.11.0/24"),
                        Optional.empty()));
    }

    static Stream<Cidr> blocks() {
        var random = new Random(20261123);
        return random.ints(200, 16, 21).mapToObj(bits -> {
            long network = random.nextLong(1L << bits);
            return new Cidr(network << (32 - bits), bits);
        });
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void subnets_are_inside_the_block(Cidr vcn) {
        assertThat(subnets(vcn)).allMatch(vcn::contains);
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void subnets_never_overlap(Cidr vcn) {
        List<Cidr> subnets = subnets(vcn);
        for (Cidr one : subnets) {
            assertThat(subnets).filteredOn(one::overlaps).containsExactly(one);
        }
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void every_block_has_room_for_turn_nodes(Cidr vcn) {
        assertThat(SubnetPlan.nodesIn(SubnetPlan.of(vcn).turn())).isGreaterThan(10);
    }

    private static List<Cidr> subnets(Cidr vcn) {
        var plan = SubnetPlan.of(vcn).withBastion(vcn);
        return List.of(
                plan.endpoint(),
                plan.workers(),
                plan.loadBalancers(),
                plan.turn(),
                plan.bastion().orElseThrow());
    }
}

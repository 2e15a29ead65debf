// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.engine.Faults.Fault;
import app.pixel.lab.engine.Journal.Deed;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cloud that fails at every resource once: whoever tries again, and changes nothing, gets there. */
class FailureClusterIT {

    private static final String STACK = "dev";
    /** Each try gets one resource further down every branch; no branch is this deep. */
    private static final int TRIES = 40;

    @ParameterizedTest
    @EnumSource(names = {"QUOTA", "HALF_DONE"})
    void every_resource_fails_once_and_trying_again_brings_the_stack_up(Fault fault) {
        var objects = new MemoryObjects();
        try (Platform platform = Platform.inMemory(STACK, objects)) {
            platform.failing(Faults.atFirst(Deed.CREATE, fault));
            print(fault + " at each resource", tries(() -> platform.pulumi().up("--continue-on-error")));
            isWhole(platform, objects);
        }
    }

    @Test
    void every_deletion_fails_once_and_trying_again_leaves_nothing() {
        var objects = new MemoryObjects();
        try (Platform platform = Platform.inMemory(STACK, objects)) {
            platform.pulumi().up().orThrow();
            platform.failing(Faults.atFirst(Deed.DELETE, Fault.TIMEOUT));
            print("a failure at each deletion", tries(() -> platform.pulumi().destroy("--continue-on-error")));
            assertThat(World.believedBy(platform).size()).isZero();
            assertThat(platform.oci().inventory()).isEmpty();
            assertThat(objects.references()).isEmpty();
        }
    }

    private interface Try {
        PulumiCli.Outcome go();
    }

    private static int tries(Try attempt) {
        for (int tries = 1; tries <= TRIES; tries++) {
            var outcome = attempt.go();
            if (outcome.succeeded()) {
                return tries;
            }
            assertThat(outcome.output() + outcome.errors()).containsAnyOf(messages());
        }
        throw new AssertionError("still failing after %d tries".formatted(TRIES));
    }

    /** An error that nobody made here is a finding, not a failure to get over. */
    private static String[] messages() {
        return Stream.of(Fault.values()).map(Fault::message).toArray(String[]::new);
    }

    private static void isWhole(Platform platform, MemoryObjects objects) {
        platform.pulumi().previewOfNothing().orThrow();
        World world = World.believedBy(platform);
        world.isTheCloudOf(platform);
        assertThat(objects.references()).isEqualTo(world.objects());
    }

    private static void print(String what, int tries) {
        System.out.printf("%s: %s took %d tries%n", STACK, what, tries);
    }
}

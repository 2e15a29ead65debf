// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.pulumi.Faults.Fault;
import app.pixel.lab.pulumi.Journal.Entry;
import app.pixel.lab.pulumi.Journal.Operation;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A cloud that fails at every resource. A user who tries again, and changes nothing, succeeds. */
class FailureClusterIT {

    /** More than there are resources. */
    private static final int TRIES = 300;

    private final MemoryObjects objects = new MemoryObjects();

    /** Each try gets one resource further down every branch. */
    @ParameterizedTest
    @CsvSource({"dev, QUOTA", "dev, HALF_DONE", "prod, HALF_DONE"})
    void trying_again_brings_up_a_stack_whose_every_resource_failed(String stack, Fault fault) {
        try (Platform platform = Platform.inMemory(stack, objects)) {
            platform.failing(Faults.atFirst(Operation.CREATE, fault));
            int tries = tries(() -> platform.pulumi().up("--continue-on-error"));
            isWhole(platform);
            print(platform, stack, fault + " at each creation", tries);
        }
    }

    /** One is made after the other, or what comes up beside the one that fails would never have its turn. */
    @Test
    void the_next_try_goes_on_from_each_resource_that_failed() {
        try (Platform platform = Platform.inMemory("demo", objects)) {
            var faults = new OneByOne(Operation.CREATE);
            platform.failing(faults);
            int tries = tries(() -> {
                faults.nextRun();
                return platform.pulumi().up("--parallel=1");
            });
            isWhole(platform);
            assertThat(faults.failed()).hasSize(PulumiState.believedBy(platform).size());
            print(platform, "demo", "a failure at one creation after the other", tries);
        }
    }

    @Test
    void trying_again_completes_a_change_whose_every_update_failed() {
        try (Platform platform = Platform.inMemory("dev", objects)) {
            platform.pulumi().up().orThrow();
            platform.journal().clear();
            platform.pulumi().set("imageTag", "1.0.1");
            platform.pulumi().set("host", "play.example.com");
            platform.pulumi().set("kubernetesVersion", "v1.34.3");
            platform.failing(Faults.atFirst(Operation.UPDATE, Fault.values()));
            int tries = tries(() -> platform.pulumi().up("--continue-on-error"));
            isWhole(platform);
            assertThat(updated(platform))
                    .contains(
                            OciStandIn.CLUSTER,
                            OciStandIn.NODE_POOL,
                            "kubernetes:apps/v1:Deployment",
                            "kubernetes:networking.k8s.io/v1:Ingress");
            print(platform, "dev", "three failures at each update", tries);
        }
    }

    private static Set<String> updated(Platform platform) {
        return platform.journal().entries().stream()
                .filter(entry -> entry.operation() == Operation.UPDATE)
                .map(Entry::type)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource(names = {"TIMEOUT", "HALF_DONE"})
    void trying_again_destroys_a_stack_whose_every_deletion_failed(Fault fault) {
        try (Platform platform = Platform.inMemory("dev", objects)) {
            platform.pulumi().up().orThrow();
            platform.failing(Faults.atFirst(Operation.DELETE, fault));
            int tries = tries(() -> platform.pulumi().destroy("--continue-on-error"));
            print(platform, "dev", fault + " at each deletion", tries);
            assertThat(PulumiState.believedBy(platform).size()).isZero();
            assertThat(platform.oci().inventory()).isEmpty();
            assertThat(platform.kubernetes().releases().installed()).isEmpty();
            assertThat(objects.references()).isEmpty();
        }
    }

    /**
     * Follows the steps of infra/README.md for this case. Resources are made one after the other: a kill must not come
     * while the file with the state is written. Such a file does not survive that, other than a service.
     */
    @Test
    void the_next_try_goes_on_after_a_kill_that_was_cleaned_up_by_hand() {
        try (Platform platform = Platform.inMemory("dev", objects)) {
            platform.failing((operation, urn) -> {
                if (operation == Operation.CREATE && Urn.of(urn).type().equals(OciStandIn.CLUSTER)) {
                    platform.pulumi().kill();
                }
                return Optional.empty();
            });
            assertThat(platform.pulumi().up("--parallel=1").succeeded()).isFalse();
            platform.failing(Faults.NONE);

            assertThat(platform.pulumi().up().errors()).contains("currently locked");
            platform.pulumi().cancel().orThrow();
            assertThat(platform.pulumi().pendingCreations())
                    .singleElement()
                    .extracting(urn -> Urn.of(urn).type())
                    .isEqualTo(OciStandIn.CLUSTER);
            platform.pulumi().pendingCreations().forEach(urn -> platform.oci().lose(Urn.of(urn)));
            platform.pulumi().refresh("--clear-pending-creates").orThrow();
            platform.pulumi().up().orThrow();
            isWhole(platform);
        }
    }

    private static int tries(Supplier<PulumiCli.Outcome> attempt) {
        for (int tries = 1; tries <= TRIES; tries++) {
            var outcome = attempt.get();
            if (outcome.succeeded()) {
                return tries;
            }
            assertThat(outcome.output() + outcome.errors()).containsAnyOf(messages());
        }
        throw new AssertionError("still failing after %d tries".formatted(TRIES));
    }

    /** An error that no fault here caused is a finding, not a failure to get over. */
    private static String[] messages() {
        return Stream.of(Fault.values()).map(Fault::message).toArray(String[]::new);
    }

    private void isWhole(Platform platform) {
        platform.pulumi().previewOfNothing().orThrow();
        PulumiState world = PulumiState.believedBy(platform);
        world.isTheCloudOf(platform);
        assertThat(objects.references()).isEqualTo(world.objects());
    }

    private static void print(Platform platform, String stack, String what, int tries) {
        System.out.printf(
                Locale.ROOT,
                "%s: %s: %d resources, %d tries; at most %d MiB for pulumi, %d MiB for the program%n",
                stack,
                what,
                platform.journal().resources(),
                tries,
                platform.pulumi().memory().mebibytes(),
                platform.program().memory().mebibytes());
    }
}

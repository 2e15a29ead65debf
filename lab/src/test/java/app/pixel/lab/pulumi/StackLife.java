// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.cluster.LocalCluster;
import app.pixel.lab.pulumi.KubernetesObjects.Reference;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.assertj.core.api.SoftAssertions;

/**
 * The steps of one stack's life, by the real engine and the real Kubernetes provider.
 *
 * @param plans what the reviewed changes did otherwise
 */
record StackLife(String stack, LocalCluster cluster, Platform platform, SoftAssertions plans) {

    void comesUp() {
        List<PlannedStep> plan = platform.pulumi().preview();
        assertThat(plan).isNotEmpty().allMatch(step -> step.operation().equals("create"));
        print("up", platform.pulumi().up().orThrow());
        PulumiState world = PulumiState.believedBy(platform);
        world.isTheCloudOf(platform);
        var objects = new ApiServer(cluster);
        assertThat(world.objects())
                .isNotEmpty()
                .allMatch(reference -> objects.find(reference).isPresent());
        System.out.printf(
                "%s: %d resources, of which %d objects in the API server and %d releases%n",
                stack,
                world.size(),
                world.objects().size(),
                platform.kubernetes().releases().installed().size());
    }

    void rests() {
        print("preview of nothing", platform.pulumi().previewOfNothing().orThrow());
    }

    /** That it leaves nothing to do shows in the plan of the next one. */
    void changes(ReviewedChanges.Change change) {
        change.make().accept(platform);
        List<PlannedStep> plan = platform.pulumi().preview().stream()
                .filter(Predicate.not(PlannedStep::changesNothing))
                .toList();
        plans.assertThat(plan.stream().filter(ReviewedChanges::losesWhatIsKept))
                .as("lost to %s, %s", stack, change.title())
                .isEmpty();
        String planned = String.join(
                "\n", plan.stream().map(PlannedStep::toString).sorted().toList());
        plans.assertThat(planned)
                .as("%s, %s", stack, change.title())
                .isEqualTo(change.steps().strip());
        print(change.title(), platform.pulumi().up().orThrow());
        isAtWork();
    }

    /** Pods run, those too that Pulumi was told not to wait for. */
    private void isAtWork() {
        var objects = new ApiServer(cluster);
        PulumiState.believedBy(platform).objects().stream()
                .filter(reference -> reference.apiVersion().equals("apps/v1"))
                .forEach(objects::awaitReady);
    }

    void refreshes() {
        print("refresh", platform.pulumi().refresh().orThrow());
        rests();
    }

    void goes() {
        if (platform.pulumi().isProtected()) {
            platform.journal().clear();
            assertThat(platform.pulumi().destroy().succeeded()).isFalse();
            assertThat(platform.journal().entries())
                    .as("done to a stack that is protected")
                    .isEmpty();
            platform.pulumi().set("protect", false);
            platform.pulumi().up().orThrow();
        }
        Set<Reference> objects = PulumiState.believedBy(platform).objects();
        platform.journal().clear();
        print("destroy", platform.pulumi().destroy().orThrow());
        assertThat(PulumiState.believedBy(platform).size()).isZero();
        assertThat(platform.oci().inventory()).isEmpty();
        assertThat(platform.kubernetes().releases().installed()).isEmpty();
        var server = new ApiServer(cluster);
        assertThat(objects).noneMatch(reference -> server.find(reference).isPresent());
        SafeOrder.check(platform.journal().entries());
    }

    private void print(String step, PulumiCli.Outcome outcome) {
        System.out.printf(
                Locale.ROOT, "%s: %s took %.1f s%n", stack, step, outcome.took().toMillis() / 1000.0);
    }

    void printMemory() {
        long cluster = this.cluster.residentBytes().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        System.out.printf(
                "%s: at most %d MiB for pulumi, %d MiB for the program; %d MiB for the control plane%n",
                stack,
                platform.pulumi().memory().mebibytes(),
                platform.program().memory().mebibytes(),
                cluster >> 20);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.cluster.LocalCluster;
import app.pixel.lab.cluster.NodeTemplate;
import app.pixel.lab.cluster.Tools;
import app.pixel.lab.pulumi.Journal.Entry;
import app.pixel.lab.pulumi.Journal.Operation;
import app.pixel.lab.pulumi.KubernetesObjects.Reference;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.assertj.core.api.AutoCloseableSoftAssertions;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed stacks from nothing to nothing, by the real engine, on a real control plane and a cloud in memory. */
class LifecycleClusterIT {

    @ParameterizedTest
    @ValueSource(strings = {"demo", "dev", "prod"})
    void a_stack_lives_from_nothing_to_nothing_as_it_was_reviewed(String stack) {
        try (LocalCluster cluster = LocalCluster.start(Tools.of(System.getenv()));
                Platform platform = Platform.in(cluster, stack);
                var plans = new AutoCloseableSoftAssertions()) {
            provide(cluster, stack);
            var life = new Life(stack, cluster, platform, plans);
            life.comesUp();
            life.rests();
            ReviewedChanges.of(stack).forEach(life::changes);
            life.rests();
            life.refreshes();
            life.goes();
            life.printMemory();
        }
    }

    /** Adds nodes if the stack makes none itself, and a block volume for each claim, as OKE does. */
    private static void provide(LocalCluster cluster, String stack) {
        if (stack.equals("demo")) {
            cluster.join(NodeTemplate.DEFAULT, "there-before-1");
            cluster.join(NodeTemplate.DEFAULT, "there-before-2");
        }
        cluster.client().resource("""
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata:
                  name: oci-bv
                  annotations: {storageclass.kubernetes.io/is-default-class: "true"}
                provisioner: kubernetes.io/no-provisioner
                """).create();
        cluster.client().resource("""
                apiVersion: v1
                kind: PersistentVolume
                metadata: {name: block-volume}
                spec:
                  capacity: {storage: 50Gi}
                  accessModes: [ReadWriteOnce]
                  storageClassName: oci-bv
                  hostPath: {path: /nowhere}
                """).create();
    }

    @Test
    void a_change_by_hand_is_mended_after_a_refresh() {
        try (LocalCluster cluster = LocalCluster.start(Tools.of(System.getenv()));
                Platform platform = Platform.in(cluster, "demo")) {
            provide(cluster, "demo");
            platform.pulumi().up().orThrow();
            cluster.client()
                    .services()
                    .inNamespace("pixel")
                    .withName("matchmaker")
                    .delete();
            cluster.client()
                    .apps()
                    .deployments()
                    .inNamespace("pixel")
                    .withName("player")
                    .scale(1);

            platform.pulumi().refresh().orThrow();

            assertThat(platform.pulumi().preview().stream()
                            .filter(Predicate.not(PlannedStep::changesNothing))
                            .map(PlannedStep::toString))
                    .containsExactlyInAnyOrder(
                            "create kubernetes:core/v1:Service matchmaker",
                            "update kubernetes:apps/v1:Deployment player [spec.replicas]");
            platform.pulumi().up().orThrow();
            platform.pulumi().previewOfNothing().orThrow();
            PulumiState.believedBy(platform).isTheCloudOf(platform);
        }
    }

    /** The steps of one stack's life. */
    private record Life(String stack, LocalCluster cluster, Platform platform, SoftAssertions plans) {

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
                    Locale.ROOT,
                    "%s: %s took %.1f s%n",
                    stack,
                    step,
                    outcome.took().toMillis() / 1000.0);
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

    /** On the way down, nothing goes before what needs it to go. */
    private static final class SafeOrder {

        /** The release that brings the definition of these objects. Without it they can neither be read nor deleted. */
        private static final Map<String, String> DEFINED_BY = Map.of(
                "kubernetes:traefik.io/", "traefik",
                "kubernetes:cert-manager.io/", "cert-manager",
                "kubernetes:monitoring.coreos.com/", "kube-prometheus-stack");

        static void check(List<Entry> entries) {
            List<Entry> deletions = entries.stream()
                    .filter(entry -> entry.operation() == Operation.DELETE)
                    .toList();
            DEFINED_BY.forEach((group, release) -> before(
                    deletions,
                    entry -> entry.type().startsWith(group),
                    entry -> entry.type().equals(HelmReleases.TYPE)
                            && entry.name().equals(release)));
            before(
                    deletions,
                    entry -> entry.type().startsWith("kubernetes:"),
                    entry -> entry.type().equals(OciStandIn.NODE_POOL));
            before(
                    deletions,
                    entry -> entry.type().startsWith("kubernetes:"),
                    entry -> entry.type().startsWith("oci:"));
            before(
                    deletions,
                    entry -> entry.type().equals(OciStandIn.NODE_POOL),
                    entry -> entry.type().equals(OciStandIn.CLUSTER));
            before(
                    deletions,
                    entry -> entry.type().equals(OciStandIn.CLUSTER),
                    entry -> entry.type().startsWith("oci:Core/"));
        }

        private static void before(List<Entry> deletions, Predicate<Entry> first, Predicate<Entry> then) {
            int lastOfFirst = IntStream.range(0, deletions.size())
                    .filter(i -> first.test(deletions.get(i)))
                    .max()
                    .orElse(-1);
            assertThat(deletions.subList(0, lastOfFirst + 1).stream().filter(then))
                    .as("gone before %s was", lastOfFirst < 0 ? "nothing" : deletions.get(lastOfFirst))
                    .isEmpty();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.cluster.LocalCluster;
import app.pixel.lab.cluster.NodeTemplate;
import app.pixel.lab.cluster.Tools;
import java.util.function.Predicate;
import org.assertj.core.api.AutoCloseableSoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed stacks from nothing to nothing, on a real control plane and a cloud in memory. */
class LifecycleClusterIT {

    @ParameterizedTest
    @ValueSource(strings = {"demo", "dev", "prod"})
    void a_stack_lives_from_nothing_to_nothing_as_it_was_reviewed(String stack) {
        try (LocalCluster cluster = LocalCluster.startForShow(Tools.of(System.getenv()));
                Platform platform = Platform.byProvider(cluster, stack);
                var plans = new AutoCloseableSoftAssertions()) {
            provide(cluster, stack);
            var life = new StackLife(stack, cluster, platform, plans);
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
}

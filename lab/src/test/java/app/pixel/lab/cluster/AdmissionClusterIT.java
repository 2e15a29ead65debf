// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.cluster.StrictApply.Verdict;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Pulumi program's objects on a real API server, which knows every field and admits every pod. */
@ExtendWith(ClusterUnderTest.class)
class AdmissionClusterIT {

    private static final long PATIENCE_SECONDS = 120;
    private static final Set<String> MAKES_PODS = Set.of("Deployment", "StatefulSet", "DaemonSet");

    private final LocalCluster cluster;
    private final KubernetesClient client;

    AdmissionClusterIT(LocalCluster cluster) {
        this.cluster = cluster;
        this.client = cluster.client();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod", "demo"})
    void the_cluster_admits_a_whole_stack_without_a_warning(String stack) throws IOException {
        cluster.join(NodeTemplate.DEFAULT, "default-1");
        cluster.join(NodeTemplate.TURN, "turn-1");
        cluster.join(NodeTemplate.GPU, "gpu-1");
        List<HasMetadata> objects = new DeclaredObjects(Path.of("..")).of(stack);

        assertThat(complaints(objects)).isEmpty();

        System.out.printf("%s: %d objects taken%n", stack, objects.size());
        var workloads = objects.stream()
                .filter(object -> MAKES_PODS.contains(object.getKind()))
                .map(AdmissionClusterIT::workload)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(workloads).isNotEmpty();
        client.pods()
                .inAnyNamespace()
                .informOnCondition(pods -> named(pods).containsAll(workloads))
                .orTimeout(PATIENCE_SECONDS, SECONDS)
                .join();
    }

    /** Relays need the host's network, and the policy enforcer its tables. Nothing else runs in their namespaces. */
    @Test
    void only_relays_or_the_policy_enforcer_live_outside_of_the_restricted() throws IOException {
        List<HasMetadata> objects = new DeclaredObjects(Path.of("..")).of("prod");

        assertThat(objects.stream()
                        .filter(object -> object.getKind().equals("Namespace"))
                        .map(HasMetadata::getMetadata)
                        .filter(namespace -> namespace.getName().startsWith("pixel")))
                .extracting(namespace ->
                        namespace.getName() + " " + namespace.getLabels().get("pod-security.kubernetes.io/enforce"))
                .containsExactlyInAnyOrder("pixel restricted", "pixel-turn privileged", "pixel-policies privileged");
        assertThat(objects.stream()
                        .filter(object -> MAKES_PODS.contains(object.getKind()))
                        .map(AdmissionClusterIT::workload)
                        .filter(workload -> !workload.startsWith("pixel/")))
                .containsExactlyInAnyOrder("pixel-turn/coturn", "pixel-policies/kube-router");
    }

    private List<String> complaints(List<HasMetadata> objects) {
        var apply = new StrictApply(client, "pixel");
        var complaints = new ArrayList<String>();
        for (HasMetadata object : objects) {
            String name =
                    "%s %s: ".formatted(object.getKind(), object.getMetadata().getName());
            switch (apply.apply(object)) {
                case Verdict.Accepted _ -> {}
                case Verdict.Doubted doubted -> complaints.add(name + doubted.warnings());
                case Verdict.Refused refused -> complaints.add(name + refused.reason());
            }
        }
        return complaints;
    }

    private static String workload(HasMetadata object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }

    /** Workloads that have a pod: a refused pod is none, whatever its Deployment says. */
    private static Set<String> named(List<Pod> pods) {
        return pods.stream()
                .map(pod -> pod.getMetadata().getNamespace() + "/"
                        + Objects.toString(pod.getMetadata().getLabels().get("app.kubernetes.io/name"), ""))
                .collect(Collectors.toSet());
    }

    /** The next stack gets namespaces and nodes of its own. */
    @AfterEach
    void nothing_is_left() {
        Predicate<Namespace> made =
                namespace -> !namespace.getMetadata().getName().matches("default|kube-.*");
        client.namespaces().list().getItems().stream()
                .filter(made)
                .forEach(namespace -> client.resource(namespace).delete());
        client.namespaces()
                .informOnCondition(all -> all.stream().noneMatch(made))
                .orTimeout(PATIENCE_SECONDS, SECONDS)
                .join();
        client.nodes().delete();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.node.PlayedStack;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** The stream pods of the stack on the node. */
record NodeStreams(KubernetesClient client) {

    static final String SELECTOR = "app.kubernetes.io/name=stream";

    private static final long LIMIT_SECONDS = 180;

    /**
     * A pod on its way out.
     *
     * @param last its latest state, also after it is gone
     */
    record Leaving(CompletableFuture<List<Pod>> asked, CompletableFuture<List<Pod>> gone, AtomicReference<Pod> last) {

        void awaitAsked() {
            asked.orTimeout(LIMIT_SECONDS, SECONDS).join();
        }

        void awaitGone() {
            gone.orTimeout(LIMIT_SECONDS, SECONDS).join();
        }

        void requireOrder(String first, String second) {
            assertThat(finished(first)).isBeforeOrEqualTo(finished(second));
        }

        private Instant finished(String container) {
            return Objects.requireNonNull(last.get()).getStatus().getContainerStatuses().stream()
                    .filter(status -> status.getName().equals(container))
                    .map(status ->
                            Instant.parse(status.getState().getTerminated().getFinishedAt()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    RollableScalableResource<Deployment> deployment() {
        return client.apps().deployments().inNamespace(PlayedStack.NAMESPACE).withName("stream");
    }

    private FilterWatchListDeletable<Pod, ?, PodResource> pods() {
        return client.pods().inNamespace(PlayedStack.NAMESPACE).withLabelSelector(SELECTOR);
    }

    /** Waits until one of them does not have to go, and returns that one. */
    Pod one() {
        return pods().informOnCondition(pods -> staying(pods).size() == 1)
                .thenApply(pods -> staying(pods).getFirst())
                .orTimeout(LIMIT_SECONDS, SECONDS)
                .join();
    }

    private static List<Pod> staying(List<Pod> pods) {
        return pods.stream().filter(pod -> !isLeaving(pod)).toList();
    }

    Leaving follow(Pod pod) {
        var last = new AtomicReference<>(pod);
        PodResource followed = client.pods().inNamespace(PlayedStack.NAMESPACE).withName(name(pod));
        return new Leaving(
                followed.informOnCondition(pods -> pods.stream().allMatch(NodeStreams::isLeaving)),
                followed.informOnCondition(pods -> {
                    pods.forEach(last::set);
                    return pods.isEmpty();
                }),
                last);
    }

    void awaitSuccessor(Pod old) {
        await(pod -> !name(pod).equals(name(old)) && !isLeaving(pod) && isReady(pod));
    }

    /** Waits for a pod that is so. */
    Pod await(Predicate<Pod> condition) {
        return pods()
                .informOnCondition(pods -> pods.stream().anyMatch(condition))
                .orTimeout(LIMIT_SECONDS, SECONDS)
                .join()
                .stream()
                .filter(condition)
                .findFirst()
                .orElseThrow();
    }

    /** Waits for an event of a pod whose message has these words. */
    void awaitEvent(Pod pod, String words) {
        client.v1()
                .events()
                .inNamespace(PlayedStack.NAMESPACE)
                .withField("involvedObject.name", name(pod))
                .informOnCondition(
                        events -> events.stream().map(Event::getMessage).anyMatch(said -> said.contains(words)))
                .orTimeout(LIMIT_SECONDS, SECONDS)
                .join();
    }

    static String name(Pod pod) {
        return pod.getMetadata().getName();
    }

    private static boolean isLeaving(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }

    /** Returns the state of the container that streams, as the kubelet tells it. */
    static ContainerStatus streamer(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .filter(status -> status.getName().equals("streamer"))
                .findFirst()
                .orElseGet(ContainerStatus::new);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.cost;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pods of the matchmaker's own namespace that carry a label, as far as their deletion cost goes (Kubernetes'
 * documentation of ReplicaSets, "Pod deletion cost").
 *
 * <p>The only class of this package that knows the Kubernetes client: without the flag none of the client's classes are
 * loaded. It asks one thing at a time, off the event loop, within a bounded time. The client
 * itself would wait without end for an answer that stops half-way.
 */
public final class StreamPods {

    /**
     * A pod as it was found.
     *
     * @param cost what it says, and 0 when it says nothing, as for Kubernetes
     */
    record Found(String name, String cost) {}

    private static final String COST = "controller.kubernetes.io/pod-deletion-cost";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** An address may be another pod's by now. */
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private static final Pattern LABEL =
            Pattern.compile("(?<name>([a-z0-9.-]{1,253}/)?[A-Za-z0-9_.-]{1,63})=(?<value>[A-Za-z0-9_.-]{0,63})");

    private final String label;
    private final String value;
    private final Callable<Config> cluster;
    private final Duration patience;
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable KubernetesClient client;

    /** Pods of the cluster that this process runs in, or that the usual kubeconfig names. */
    public StreamPods(String label) {
        this(label, StreamPods::config, PATIENCE);
    }

    StreamPods(String label, Callable<Config> cluster, Duration patience) {
        Matcher spelled = LABEL.matcher(label);
        if (!spelled.matches()) {
            throw new IllegalArgumentException(
                    "--stream-pods is a label and its value, such as app.kubernetes.io/name=stream, and '" + label
                            + "' is not.");
        }
        this.label = spelled.group("name");
        this.value = spelled.group("value");
        this.cluster = cluster;
        this.patience = patience;
    }

    /** Without retries: the caller has a pace of its own. */
    private static Config config() {
        Config config = Config.autoConfigure(null);
        config.setRequestRetryBackoffLimit(0);
        return config;
    }

    /** The pod that has this address now. */
    Future<Optional<Found>> at(Vertx vertx, String address) {
        return off(
                vertx,
                () -> pods().withLabel(label, value).withField("status.podIP", address).list().getItems().stream()
                        .filter(pod -> !ENDED.contains(pod.getStatus().getPhase()))
                        .map(pod -> new Found(pod.getMetadata().getName(), costOf(pod)))
                        .findFirst());
    }

    private static String costOf(Pod pod) {
        return pod.getMetadata().getAnnotations().getOrDefault(COST, "0");
    }

    /** Changes the annotation and nothing else, whatever has become of the pod since it was found. */
    Future<Void> annotate(Vertx vertx, Found found, String cost) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName(found.name())
                .endMetadata()
                .build();
        JsonObject annotation = new JsonObject().put(COST, cost);
        String patch = new JsonObject()
                .put("metadata", new JsonObject().put("annotations", annotation))
                .encode();
        return off(vertx, () -> pods().resource(pod).patch(PatchContext.of(PatchType.JSON_MERGE), patch))
                .mapEmpty();
    }

    /** Whatever is being asked comes to nothing. */
    Future<Void> close(Vertx vertx) {
        calls.shutdownNow();
        return vertx.<@Nullable Void>executeBlocking(() -> {
                    if (client != null) {
                        client.close();
                    }
                    return null;
                })
                .mapEmpty();
    }

    private NonNamespaceOperation<Pod, PodList, PodResource> pods() throws Exception {
        KubernetesClient known = client;
        if (known == null) {
            known = new KubernetesClientBuilder().withConfig(cluster.call()).build();
            client = known;
        }
        MixedOperation<Pod, PodList, PodResource> everywhere = known.pods();
        return everywhere.inNamespace(Objects.requireNonNullElse(known.getNamespace(), "default"));
    }

    /** In order, one after the other. */
    private <T> Future<T> off(Vertx vertx, Callable<T> call) {
        return vertx.executeBlocking(() -> {
            var asked = calls.submit(call);
            try {
                return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException late) {
                asked.cancel(true);
                throw new IllegalStateException("The API server has not answered in time.", late);
            } catch (ExecutionException failure) {
                throw new IllegalStateException(reason(failure), failure);
            }
        });
    }

    /** The client's own message says what was asked; only its cause says what is wrong with the connection. */
    private static String reason(ExecutionException failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage() == null ? root : root.getMessage());
    }
}

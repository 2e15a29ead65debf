// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.kubelet;

import app.pixel.lab.cluster.Cluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Starts and ends the processes of a namespace's pods. One thread does so; everybody may look.
 *
 * <p>It is the node's part of a cluster, so it uses the administrator's token; the processes have their own, or none.
 */
public final class Kubelet implements AutoCloseable {

    private static final String NAME = "app.kubernetes.io/name";

    private final Cluster cluster;
    private final Path folder;
    private final Consumer<String> diary;
    private final Map<String, PodProcesses> pods = new ConcurrentHashMap<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("kubelet").daemon().factory());
    private final List<Service> services;
    private final SharedIndexInformer<Pod> informer;

    /**
     * Begins at once.
     *
     * @param folder an empty one, which goes with the cluster
     * @param diary told when a pod came or went
     */
    public Kubelet(Cluster cluster, String namespace, Path folder, Consumer<String> diary) {
        this.cluster = cluster;
        this.folder = folder;
        this.diary = diary;
        this.services =
                cluster.client().services().inNamespace(namespace).list().getItems();
        writeHosts();
        this.informer = cluster.client().pods().inNamespace(namespace).inform(new OnAnyChange());
    }

    private void changed(Pod pod, boolean gone) {
        String uid = pod.getMetadata().getUid();
        boolean leaving = gone || pod.getMetadata().getDeletionTimestamp() != null;
        if (leaving && pods.containsKey(uid)) {
            Optional.ofNullable(pods.remove(uid)).ifPresent(PodProcesses::close);
            writeHosts();
            diary.accept("pod %s is gone".formatted(pod.getMetadata().getName()));
        } else if (!leaving && isRunning(pod) && !pods.containsKey(uid)) {
            pods.put(uid, PodProcesses.start(cluster, pod, folder, hosts()));
            writeHosts();
            diary.accept("pod %s runs on %s"
                    .formatted(pod.getMetadata().getName(), pod.getSpec().getNodeName()));
        }
    }

    private static boolean isRunning(Pod pod) {
        return "Running".equals(pod.getStatus().getPhase()) && pod.getStatus().getPodIP() != null;
    }

    /** Replaced as a whole, since a process may read it at any moment. */
    private void writeHosts() {
        String lines = services.stream()
                .flatMap(service -> addresses(service).stream()
                        .map(address -> address + " " + service.getMetadata().getName()))
                .collect(Collectors.joining("\n", "127.0.0.1 localhost\n", "\n"));
        try {
            Path fresh = Files.writeString(folder.resolve("hosts.new"), lines);
            Files.move(fresh, hosts(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path hosts() {
        return folder.resolve("hosts");
    }

    private List<String> addresses(Service service) {
        Map<String, String> selector = service.getSpec().getSelector();
        return pods.values().stream()
                .filter(pod -> pod.pod().getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
                .map(PodProcesses::address)
                .sorted()
                .toList();
    }

    /** Where the pods of a component are that have processes. */
    public List<String> addressesOf(String component) {
        return pods.values().stream()
                .filter(pod -> component.equals(componentOf(pod)))
                .map(PodProcesses::address)
                .sorted()
                .toList();
    }

    /** Every process that runs now, and the component whose pod it is in. */
    public Map<ProcessHandle, String> processes() {
        return pods.values().stream()
                .flatMap(pod -> pod.handles().map(handle -> Map.entry(handle, componentOf(pod))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Which component has an address now. */
    public Map<String, String> components() {
        return pods.values().stream().collect(Collectors.toMap(PodProcesses::address, Kubelet::componentOf));
    }

    private static String componentOf(PodProcesses pod) {
        return String.valueOf(pod.pod().getMetadata().getLabels().get(NAME));
    }

    @Override
    public void close() {
        informer.close();
        worker.close();
        pods.values().forEach(PodProcesses::close);
        pods.clear();
    }

    /** What a start throws, the pod's line in the diary tells: others go on. */
    private void later(Pod pod, boolean gone) {
        worker.execute(() -> {
            try {
                changed(pod, gone);
            } catch (RuntimeException failure) {
                diary.accept("pod %s could not be run: %s"
                        .formatted(pod.getMetadata().getName(), failure.getMessage()));
            }
        });
    }

    private final class OnAnyChange implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            later(pod, false);
        }

        @Override
        public void onUpdate(Pod before, Pod after) {
            later(after, false);
        }

        @Override
        public void onDelete(Pod pod, boolean lastStateUnknown) {
            later(pod, true);
        }
    }
}

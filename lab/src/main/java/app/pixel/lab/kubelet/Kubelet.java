// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.kubelet;

import static java.util.stream.Collectors.toMap;

import app.pixel.lab.cluster.LocalCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Starts and ends the processes of some namespaces' pods. One thread does so; any thread may read.
 *
 * <p>It is the node's part of a cluster, so it uses the administrator's token. The processes have their own token, or
 * none.
 */
public final class Kubelet implements AutoCloseable {

    private static final String NAME = "app.kubernetes.io/name";

    private final LocalCluster cluster;
    private final Set<String> namespaces;
    private final Path folder;
    private final Consumer<String> events;
    private final Consumer<List<Pod>> podList;
    private final Map<String, PodProcesses> pods = new ConcurrentHashMap<>();
    private final Map<String, Pod> waiting = new HashMap<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("kubelet").daemon().factory());
    private final List<Service> services;
    private final SharedIndexInformer<Pod> informer;

    /**
     * Begins at once.
     *
     * @param folder an empty one, which goes with the cluster
     * @param events told when a pod came or went
     * @param podList told after that which pods there are
     */
    public Kubelet(
            LocalCluster cluster,
            Set<String> namespaces,
            Path folder,
            Consumer<String> events,
            Consumer<List<Pod>> podList) {
        this.cluster = cluster;
        this.namespaces = Set.copyOf(namespaces);
        this.folder = folder;
        this.events = events;
        this.podList = podList;
        this.services = cluster.client().services().inAnyNamespace().list().getItems().stream()
                .filter(service -> namespaces.contains(service.getMetadata().getNamespace()))
                .toList();
        writeHosts();
        this.informer = cluster.client().pods().inAnyNamespace().inform(new OnAnyChange());
    }

    private void changed(Pod pod, boolean gone) {
        String uid = pod.getMetadata().getUid();
        boolean leaving = gone || pod.getMetadata().getDeletionTimestamp() != null;
        waiting.remove(uid);
        if (leaving && pods.containsKey(uid)) {
            Objects.requireNonNull(pods.remove(uid)).close();
            tell("pod %s is gone".formatted(pod.getMetadata().getName()));
        } else if (!leaving && isRunning(pod) && !pods.containsKey(uid)) {
            run(pod);
        }
    }

    /** A pod may name a Service without a pod behind it. Such a pod waits until the next pod starts. */
    private void run(Pod pod) {
        String uid = pod.getMetadata().getUid();
        ServiceNames names = serviceNames();
        if (!names.resolveAllOf(pod)) {
            waiting.put(uid, pod);
            return;
        }
        pods.put(uid, PodProcesses.start(cluster, pod, folder, names, hosts()));
        tell("pod %s runs on %s"
                .formatted(pod.getMetadata().getName(), pod.getSpec().getNodeName()));
        List.copyOf(waiting.values()).forEach(other -> attempt(other, false));
    }

    private void tell(String line) {
        writeHosts();
        events.accept(line);
        podList.accept(pods.values().stream().map(PodProcesses::pod).toList());
    }

    private static boolean isRunning(Pod pod) {
        return "Running".equals(pod.getStatus().getPhase()) && pod.getStatus().getPodIP() != null;
    }

    /** Replaced as a whole, since a process may read it at any moment. */
    private void writeHosts() {
        try {
            Path fresh = Files.writeString(
                    folder.resolve("hosts.new"), serviceNames().hosts());
            Files.move(fresh, hosts(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServiceNames serviceNames() {
        return new ServiceNames(services.stream().collect(toMap(ServiceNames::name, this::addresses)));
    }

    private Path hosts() {
        return folder.resolve("hosts");
    }

    private List<String> addresses(Service service) {
        Map<String, String> selector = service.getSpec().getSelector();
        return pods.values().stream()
                .filter(pod -> pod.namespace().equals(service.getMetadata().getNamespace())
                        && pod.pod().getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
                .map(PodProcesses::address)
                .sorted()
                .toList();
    }

    /** Returns the addresses of a component's pods that have processes. */
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
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Returns the folder that holds one folder for each pod, with its containers' logs. */
    public Path folder() {
        return folder;
    }

    /** Which component has an address now. */
    public Map<String, String> components() {
        return pods.values().stream().collect(toMap(PodProcesses::address, Kubelet::componentOf));
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

    private void later(Pod pod, boolean gone) {
        if (namespaces.contains(pod.getMetadata().getNamespace())) {
            worker.execute(() -> attempt(pod, gone));
        }
    }

    /** Reports a failed start as an event of the pod; the other pods go on. */
    private void attempt(Pod pod, boolean gone) {
        try {
            changed(pod, gone);
        } catch (RuntimeException failure) {
            events.accept(
                    "pod %s could not be run: %s".formatted(pod.getMetadata().getName(), failure.getMessage()));
        }
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

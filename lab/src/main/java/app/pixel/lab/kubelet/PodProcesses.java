// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.kubelet;

import app.pixel.lab.cluster.LocalCluster;
import app.pixel.lab.process.JavaProgram;
import app.pixel.lab.process.LeashedProcess;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The processes of one pod, one for each of its containers whose program is on this machine. */
final class PodProcesses implements AutoCloseable {

    /** Ours, by the last word of an image's name. */
    private static final Map<String, String> PROGRAMS = Map.of("pixel", "app.pixel.Pixel", "lab", "app.pixel.lab.Lab");

    private static final String RELAY = "coturn";

    private final LocalCluster cluster;
    private final Pod pod;
    private final Path folder;
    private final List<LeashedProcess> processes;

    private PodProcesses(LocalCluster cluster, Pod pod, Path folder, ServiceNames names, Path hosts) {
        this.cluster = cluster;
        this.pod = pod;
        this.folder = folder;
        var volumes = new PodVolumes(cluster.client(), pod, folder);
        volumes.create();
        this.processes = pod.getSpec().getContainers().stream()
                .map(container -> new ContainerSettings(pod, container, volumes, names))
                .flatMap(container -> start(container, hosts).stream())
                .toList();
    }

    /**
     * Starts them.
     *
     * @param names of Services, for programs that cannot read the file of hosts
     * @param hosts the file with the names of Services, which may change while the processes run
     */
    static PodProcesses start(LocalCluster cluster, Pod pod, Path around, ServiceNames names, Path hosts) {
        try {
            Path folder = Files.createDirectory(around.resolve(pod.getMetadata().getName()));
            return new PodProcesses(cluster, pod, folder, names, hosts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<LeashedProcess> start(ContainerSettings settings, Path hosts) {
        String image = image(settings.container());
        if (image.equals(RELAY)) {
            return Optional.of(relay(settings));
        }
        return Optional.ofNullable(PROGRAMS.get(image)).map(program -> ours(settings, program, hosts));
    }

    private static String image(Container container) {
        return container.getImage().replaceAll(".*/|:.*", "");
    }

    private LeashedProcess ours(ContainerSettings settings, String program, Path hosts) {
        List<String> arguments = settings.arguments();
        if (program.equals(PROGRAMS.get("pixel"))) {
            arguments.addAll(List.of("--host", address()));
        }
        Map<String, String> environment = new HashMap<>(settings.environment());
        environment.put("KUBECONFIG", kubeconfig());
        return JavaProgram.start(
                        settings.container().getName(),
                        folder,
                        environment,
                        Map.of("jdk.net.hosts.file", hosts.toString(), "vertx.disableDnsResolver", "true"),
                        program,
                        arguments)
                .process();
    }

    /** A pod that may not have its account's token finds no cluster at all. */
    private String kubeconfig() {
        return Boolean.TRUE.equals(pod.getSpec().getAutomountServiceAccountToken())
                ? cluster.kubeconfigOf(namespace(), pod.getSpec().getServiceAccountName())
                        .toString()
                : "/dev/null";
    }

    /**
     * Starts coturn by its image's own entry point, which takes further options. Its peers are on the loopback
     * interface here.
     */
    private LeashedProcess relay(ContainerSettings settings) {
        List<String> command = settings.command();
        command.addAll(List.of("--allow-loopback-peers", "--verbose"));
        return LeashedProcess.start(settings.container().getName(), folder, settings.environment(), command);
    }

    String namespace() {
        return pod.getMetadata().getNamespace();
    }

    String address() {
        return pod.getStatus().getPodIP();
    }

    Pod pod() {
        return pod;
    }

    Stream<ProcessHandle> handles() {
        return processes.stream().flatMap(process -> process.handles().stream());
    }

    /** Ends them at once, as when their node is lost. */
    @Override
    public void close() {
        processes.forEach(LeashedProcess::close);
    }
}

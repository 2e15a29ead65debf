// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.kubelet;

import app.pixel.lab.cluster.Cluster;
import app.pixel.lab.process.JavaProgram;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The processes of one pod, one for each of its containers whose image is ours. */
final class PodProcesses implements AutoCloseable {

    private static final String SECRETS = "/run/secrets/";

    /** By the last word of an image's name. */
    private static final Map<String, String> PROGRAMS = Map.of("pixel", "app.pixel.Pixel", "lab", "app.pixel.lab.Lab");

    /** Files of the image, which are not here. */
    private static final String IMAGE_OPTIONS = "JDK_JAVA_OPTIONS";

    private final Cluster cluster;
    private final Pod pod;
    private final Path folder;
    private final List<JavaProgram> programs;

    private PodProcesses(Cluster cluster, Pod pod, Path folder, Path hosts) {
        this.cluster = cluster;
        this.pod = pod;
        this.folder = folder;
        pod.getSpec().getVolumes().forEach(this::mount);
        this.programs = pod.getSpec().getContainers().stream()
                .flatMap(container -> start(container, hosts).stream())
                .toList();
    }

    /** @param hosts the file with the names of Services, which may change while the processes run */
    static PodProcesses start(Cluster cluster, Pod pod, Path around, Path hosts) {
        try {
            Path folder = Files.createDirectory(around.resolve(pod.getMetadata().getName()));
            return new PodProcesses(cluster, pod, folder, hosts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<JavaProgram> start(Container container, Path hosts) {
        String program = PROGRAMS.get(container.getImage().replaceAll(".*/|:.*", ""));
        return program == null
                ? Optional.empty()
                : Optional.of(JavaProgram.start(
                        container.getName(),
                        folder,
                        environment(container),
                        Map.of("jdk.net.hosts.file", hosts.toString(), "vertx.disableDnsResolver", "true"),
                        program,
                        arguments(container, program)));
    }

    /** The container's, where the pod's network and its mounts are somewhere else. */
    private List<String> arguments(Container container, String program) {
        var arguments = new ArrayList<String>();
        for (String argument : container.getArgs()) {
            arguments.add(argument.replace(SECRETS, folder + SECRETS).replace("//localhost:", "//" + address() + ":"));
        }
        if (program.equals(PROGRAMS.get("pixel"))) {
            arguments.addAll(List.of("--host", address()));
        }
        return arguments;
    }

    /** A pod that may not have its account's token finds no cluster at all. */
    private Map<String, String> environment(Container container) {
        var environment = new HashMap<String, String>();
        environment.put(
                "KUBECONFIG",
                Boolean.TRUE.equals(pod.getSpec().getAutomountServiceAccountToken())
                        ? cluster.kubeconfigOf(namespace(), pod.getSpec().getServiceAccountName())
                                .toString()
                        : "/dev/null");
        for (EnvVar variable : container.getEnv()) {
            if (!variable.getName().equals(IMAGE_OPTIONS)) {
                environment.put(variable.getName(), value(variable));
            }
        }
        return environment;
    }

    private String value(EnvVar variable) {
        if (variable.getValueFrom() == null) {
            return variable.getValue();
        }
        SecretKeySelector key = variable.getValueFrom().getSecretKeyRef();
        return Objects.requireNonNull(secret(key.getName()).get(key.getKey()));
    }

    private void mount(Volume volume) {
        if (volume.getSecret() == null) {
            return;
        }
        Path mounted = folder.resolve("run").resolve("secrets").resolve(volume.getName());
        try {
            Files.createDirectories(mounted);
            for (var entry : secret(volume.getSecret().getSecretName()).entrySet()) {
                Files.writeString(mounted.resolve(entry.getKey()), entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> secret(String name) {
        var decoded = new HashMap<String, String>();
        cluster.client()
                .secrets()
                .inNamespace(namespace())
                .withName(name)
                .require()
                .getData()
                .forEach((key, value) ->
                        decoded.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return decoded;
    }

    private String namespace() {
        return pod.getMetadata().getNamespace();
    }

    String address() {
        return pod.getStatus().getPodIP();
    }

    Pod pod() {
        return pod;
    }

    Stream<ProcessHandle> handles() {
        return programs.stream().flatMap(program -> program.process().handles().stream());
    }

    /** Ends them at once, as when their node is lost. */
    @Override
    public void close() {
        programs.forEach(JavaProgram::close);
    }
}

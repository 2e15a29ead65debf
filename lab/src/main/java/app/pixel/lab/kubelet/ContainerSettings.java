// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Arguments and environment of a container's program, adapted to a machine with other mounts and another network. */
record ContainerSettings(Pod pod, Container container, PodVolumes volumes, ServiceNames names) {

    /** Switches of a JVM that name files of the image. */
    private static final String IMAGE_OPTIONS = "JDK_JAVA_OPTIONS";

    /** Of the image's own entry point; the list is the caller's. */
    List<String> arguments() {
        return here(container.getArgs());
    }

    /** Instead of the image's own entry point, with its arguments; the list is the caller's. */
    List<String> command() {
        List<String> command = here(container.getCommand());
        command.addAll(arguments());
        return command;
    }

    /** Containers of a pod find each other at {@code localhost}; here a pod has an address, and no host of its own. */
    private List<String> here(List<String> words) {
        var told = new ArrayList<String>();
        for (String word : words) {
            told.add(volumes.here(container, word)
                    .replace("//localhost:", "//" + pod.getStatus().getPodIP() + ":"));
        }
        return told;
    }

    /** Returns the environment. A value may refer to a variable before it, as in {@code $(NAME)}. */
    Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        for (EnvVar variable : container.getEnv()) {
            if (!variable.getName().equals(IMAGE_OPTIONS)) {
                String value = value(variable);
                for (var earlier : environment.entrySet()) {
                    value = value.replace("$(%s)".formatted(earlier.getKey()), earlier.getValue());
                }
                environment.put(variable.getName(), names.resolved(volumes.here(container, value)));
            }
        }
        return environment;
    }

    private String value(EnvVar variable) {
        if (variable.getValueFrom() == null) {
            return variable.getValue();
        }
        if (variable.getValueFrom().getFieldRef() != null) {
            return field(variable.getValueFrom().getFieldRef().getFieldPath());
        }
        SecretKeySelector key = variable.getValueFrom().getSecretKeyRef();
        return Objects.requireNonNull(volumes.secret(key.getName()).get(key.getKey()));
    }

    private String field(String path) {
        return switch (path) {
            case "spec.nodeName" -> pod.getSpec().getNodeName();
            case "status.hostIP" -> pod.getStatus().getHostIP();
            case "metadata.name" -> pod.getMetadata().getName();
            case "metadata.namespace" -> pod.getMetadata().getNamespace();
            case "status.podIP" -> pod.getStatus().getPodIP();
            default -> throw new IllegalStateException("The field " + path + " of a pod is not supported here.");
        };
    }
}

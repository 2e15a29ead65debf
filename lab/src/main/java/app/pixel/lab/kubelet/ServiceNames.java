// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The answers of the cluster's name service: the pods' addresses for each Service.
 *
 * <p>Our own programs read them from a file of hosts, which may change while they run. Other programs get addresses in
 * place of names in their environment, once. They cannot start before there are any.
 *
 * @param addresses by the Service's name with its namespace, such as {@code turn-credentials.pixel}
 */
record ServiceNames(Map<String, List<String>> addresses) {

    static String name(Service service) {
        return service.getMetadata().getName() + "." + service.getMetadata().getNamespace();
    }

    /** Lines of {@code hosts(5)}; a Service is known by its bare name too. */
    String hosts() {
        return addresses.entrySet().stream()
                .flatMap(service -> service.getValue().stream()
                        .map(address -> "%s %s %s"
                                .formatted(
                                        address,
                                        service.getKey(),
                                        service.getKey().replaceAll("\\..*", ""))))
                .sorted()
                .collect(Collectors.joining("\n", "127.0.0.1 localhost\n", "\n"));
    }

    /** Returns true if each Service that the pod's environment names has an address. */
    boolean resolveAllOf(Pod pod) {
        return environment(pod)
                .allMatch(value -> addresses.entrySet().stream()
                        .noneMatch(service -> service.getValue().isEmpty() && value.contains(host(service.getKey()))));
    }

    private static Stream<String> environment(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .map(Container::getEnv)
                .flatMap(List::stream)
                .map(EnvVar::getValue)
                .filter(Objects::nonNull);
    }

    /** A URL with an address in place of the name. */
    String resolved(String value) {
        String told = value;
        for (var service : addresses.entrySet()) {
            if (!service.getValue().isEmpty()) {
                told = told.replace(
                        host(service.getKey()), "//" + service.getValue().getFirst() + ":");
            }
        }
        return told;
    }

    private static String host(String name) {
        return "//" + name + ":";
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import app.pixel.lab.cluster.CustomMetrics.Target;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Prometheus' targets by the stack's ServiceMonitors and PodMonitors, found and labelled as its operator does (its
 * documentation, "Running exporters").
 *
 * @param objects of the stack
 */
record Monitors(List<HasMetadata> objects) {

    Monitors {
        objects = List.copyOf(objects);
    }

    List<Target> targets(List<Pod> pods) {
        return Stream.concat(
                        of("ServiceMonitor").flatMap(monitor -> services(monitor, pods)),
                        of("PodMonitor").flatMap(monitor -> pods(monitor, pods)))
                .toList();
    }

    private Stream<GenericKubernetesResource> of(String kind) {
        return objects.stream()
                .filter(object -> object.getKind().equals(kind))
                .map(GenericKubernetesResource.class::cast);
    }

    private Stream<Target> services(GenericKubernetesResource monitor, List<Pod> pods) {
        String port = monitor.get("spec", "endpoints", 0, "port");
        return objects.stream()
                .filter(object -> object.getKind().equals("Service") && selects(monitor, object))
                .map(object -> Serialization.unmarshal(Serialization.asJson(object), Service.class))
                .flatMap(service -> pods.stream()
                        .filter(pod -> serves(pod, service))
                        .flatMap(pod -> target(
                                pod,
                                container(service, port),
                                Map.of("service", service.getMetadata().getName()))));
    }

    private static Stream<Target> pods(GenericKubernetesResource monitor, List<Pod> pods) {
        String port = monitor.get("spec", "podMetricsEndpoints", 0, "port");
        return pods.stream().filter(pod -> selects(monitor, pod)).flatMap(pod -> target(pod, port, Map.of()));
    }

    private static boolean selects(GenericKubernetesResource monitor, HasMetadata object) {
        Map<String, String> wanted = monitor.get("spec", "selector", "matchLabels");
        return isIn(object, monitor.getMetadata().getNamespace()) && hasAll(object, wanted);
    }

    private static boolean serves(Pod pod, Service service) {
        return isIn(pod, service.getMetadata().getNamespace())
                && hasAll(pod, service.getSpec().getSelector());
    }

    private static boolean isIn(HasMetadata object, String namespace) {
        return namespace.equals(object.getMetadata().getNamespace());
    }

    private static boolean hasAll(HasMetadata object, Map<String, String> labels) {
        return object.getMetadata().getLabels().entrySet().containsAll(labels.entrySet());
    }

    /** The container's port that a Service's port leads to, by its name. */
    private static String container(Service service, String port) {
        return service.getSpec().getPorts().stream()
                .filter(one -> port.equals(one.getName()))
                .map(ServicePort::getTargetPort)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the Service %s has no port %s"
                        .formatted(service.getMetadata().getName(), port)))
                .getStrVal();
    }

    private static Stream<Target> target(Pod pod, String port, Map<String, String> more) {
        var labels = new java.util.HashMap<>(more);
        labels.put("namespace", pod.getMetadata().getNamespace());
        labels.put("pod", pod.getMetadata().getName());
        return pod.getSpec().getContainers().stream()
                .map(Container::getPorts)
                .flatMap(List::stream)
                .filter(one -> port.equals(one.getName()))
                .map(ContainerPort::getContainerPort)
                .map(number -> new Target(pod.getStatus().getPodIP() + ":" + number, labels));
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.infra.StackShapes.Shape;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kubernetes objects name each other in plain text; a typing error is a pod that never starts. */
class ReferencesTest {

    static List<Shape> shapes() {
        return StackShapes.all();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void a_pod_starts_after_everything_that_it_names(Shape shape) {
        RecordedStack stack = shape.recorded();
        for (Registered workload : stack.workloads()) {
            Set<Registered> before = stack.before(workload);
            assertThat(used(workload.pod()))
                    .as(workload.toString())
                    .contains("Secret registries", "ServiceAccount " + workload.name())
                    .allSatisfy(reference -> {
                        Registered found = object(stack, reference, workload.namespace());
                        // An account has nothing to do before its pod comes, and the API server waits for it.
                        if (!reference.startsWith("ServiceAccount")) {
                            assertThat(before)
                                    .as("%s after %s", workload, reference)
                                    .contains(found);
                        }
                    });
        }
    }

    private static Set<String> used(JsonObject pod) {
        Set<String> used = new TreeSet<>();
        used.add("ServiceAccount " + pod.get("serviceAccountName").getAsString());
        pod.getAsJsonArray("imagePullSecrets").forEach(secret -> used.add("Secret " + text(secret, "name")));
        for (JsonElement volume : pod.getAsJsonArray("volumes")) {
            if (volume.getAsJsonObject().has("secret")) {
                used.add("Secret " + text(volume.getAsJsonObject().get("secret"), "secretName"));
            }
            if (volume.getAsJsonObject().has("configMap")) {
                used.add("ConfigMap " + text(volume.getAsJsonObject().get("configMap"), "name"));
            }
        }
        for (JsonElement container : pod.getAsJsonArray("containers")) {
            for (JsonElement variable : all(container, "env")) {
                JsonObject from = variable.getAsJsonObject().has("valueFrom")
                        ? variable.getAsJsonObject().getAsJsonObject("valueFrom")
                        : new JsonObject();
                if (from.has("secretKeyRef")) {
                    used.add("Secret " + text(from.get("secretKeyRef"), "name"));
                }
            }
        }
        return used;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void a_container_names_volumes_or_ports_that_its_pod_has(Shape shape) {
        for (Registered workload : shape.recorded().workloads()) {
            Set<String> volumes = names(workload.pod().get("volumes"));
            for (JsonElement claim : all(workload.input("spec"), "volumeClaimTemplates")) {
                volumes.add(text(claim.getAsJsonObject().get("metadata"), "name"));
            }
            for (JsonElement container : workload.pod().getAsJsonArray("containers")) {
                assertThat(volumes)
                        .as(workload.toString())
                        .containsAll(names(container.getAsJsonObject().get("volumeMounts")));
                for (String kind : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                    assertThat(names(container.getAsJsonObject().get("ports")))
                            .as("%s %s", workload, kind)
                            .containsAll(probed(container.getAsJsonObject().get(kind)));
                }
            }
        }
    }

    private static Set<String> probed(JsonElement probe) {
        Set<String> ports = new HashSet<>();
        for (String kind : List.of("httpGet", "tcpSocket")) {
            if (probe != null && probe.getAsJsonObject().has(kind)) {
                ports.add(text(probe.getAsJsonObject().get(kind), "port"));
            }
        }
        return ports;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void selectors_find_pods_that_have_the_ports(Shape shape) {
        RecordedStack stack = shape.recorded();
        for (Registered service : stack.ofType("kubernetes:core/v1:Service")) {
            Registered workload = selected(stack, service, "spec.selector");
            for (JsonElement port : service.input("spec.ports").getAsJsonArray()) {
                assertThat(portsOf(workload)).as(service.toString()).contains(text(port, "targetPort"));
            }
        }
        for (Registered budget : stack.ofType("kubernetes:policy/v1:PodDisruptionBudget")) {
            selected(stack, budget, "spec.selector.matchLabels");
        }
        for (Registered monitor : stack.ofType("kubernetes:monitoring.coreos.com/v1:PodMonitor")) {
            Registered workload = selected(stack, monitor, "spec.selector.matchLabels");
            assertThat(portsOf(workload)).contains(monitor.text("spec.podMetricsEndpoints.0.port"));
        }
        for (Registered monitor : stack.ofType("kubernetes:monitoring.coreos.com/v1:ServiceMonitor")) {
            Registered service = object(stack, "Service " + monitor.name(), monitor.namespace());
            assertThat(service.input("metadata.labels").getAsJsonObject().entrySet())
                    .as("monitors select the labels of Services")
                    .containsAll(monitor.input("spec.selector.matchLabels")
                            .getAsJsonObject()
                            .entrySet());
            assertThat(names(service.input("spec.ports"))).contains(monitor.text("spec.endpoints.0.port"));
        }
        Set<String> solversAndAll = Set.of("acme-solver", "default-deny");
        for (Registered policy : stack.ofType("kubernetes:networking.k8s.io/v1:NetworkPolicy")) {
            if (!solversAndAll.contains(policy.name())) {
                selected(stack, policy, "spec.podSelector.matchLabels");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void an_autoscaler_alone_sets_the_number_of_its_workloads_pods(Shape shape) {
        RecordedStack stack = shape.recorded();
        for (Registered autoscaler : stack.ofType("kubernetes:autoscaling/v2:HorizontalPodAutoscaler")) {
            Registered target = object(
                    stack,
                    autoscaler.text("spec.scaleTargetRef.kind") + " " + autoscaler.text("spec.scaleTargetRef.name"),
                    autoscaler.namespace());
            assertThat(target.input("spec").getAsJsonObject().has("replicas"))
                    .as(autoscaler.toString())
                    .isFalse();
            if (autoscaler.text("spec.metrics.0.type").equals("Object")) {
                String described = "spec.metrics.0.object.describedObject.";
                object(
                        stack,
                        autoscaler.text(described + "kind") + " " + autoscaler.text(described + "name"),
                        autoscaler.namespace());
            }
        }
        Set<String> autoscaled = new HashSet<>();
        stack.ofType("kubernetes:autoscaling/v2:HorizontalPodAutoscaler")
                .forEach(autoscaler -> autoscaled.add(autoscaler.name()));
        assertThat(stack.ofType("kubernetes:apps/v1:Deployment"))
                .allSatisfy(deployment -> assertThat(
                                deployment.input("spec").getAsJsonObject().has("replicas"))
                        .as(deployment.toString())
                        .isNotEqualTo(autoscaled.contains(deployment.name())));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void a_route_leads_to_a_service_through_middlewares_that_there_are(Shape shape) {
        RecordedStack stack = shape.recorded();
        for (Registered route : stack.ofType("kubernetes:networking.k8s.io/v1:Ingress")) {
            for (JsonElement path : route.input("spec.rules.0.http.paths").getAsJsonArray()) {
                JsonObject backend =
                        path.getAsJsonObject().getAsJsonObject("backend").getAsJsonObject("service");
                Registered service = object(stack, "Service " + text(backend, "name"), route.namespace());
                assertThat(names(service.input("spec.ports")))
                        .as(route.toString())
                        .contains(text(backend.get("port"), "name"));
                assertThat(text(path, "path")).matches("/|(/[a-z0-9-]+)+");
            }
            JsonObject annotations = route.input("metadata.annotations").getAsJsonObject();
            if (annotations.has("traefik.ingress.kubernetes.io/router.middlewares")) {
                String middlewares = text(annotations, "traefik.ingress.kubernetes.io/router.middlewares");
                for (String middleware : middlewares.split(",", -1)) {
                    assertThat(middleware).matches(route.namespace() + "-.+@kubernetescrd");
                    object(
                            stack,
                            "Middleware " + middleware.replaceAll("^" + route.namespace() + "-|@.*$", ""),
                            route.namespace());
                }
            }
        }
        for (Registered middleware : stack.ofType("kubernetes:traefik.io/v1alpha1:Middleware")) {
            if (middleware.input("spec").getAsJsonObject().has("basicAuth")) {
                object(stack, "Secret " + middleware.text("spec.basicAuth.secret"), middleware.namespace());
            }
        }
    }

    /** The object that a kind and a name stand for in a namespace. */
    private static Registered object(RecordedStack stack, String reference, String namespace) {
        String kind = reference.substring(0, reference.indexOf(' '));
        String name = reference.substring(reference.indexOf(' ') + 1);
        return stack.resources().stream()
                .filter(resource -> resource.type().startsWith("kubernetes:"))
                .filter(resource -> resource.type().endsWith(":" + kind))
                .filter(resource -> resource.namespace().equals(namespace))
                .filter(resource -> resource.text("metadata.name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no %s in %s.".formatted(reference, namespace)));
    }

    /** The one workload whose pods have the labels that an object selects by. */
    private static Registered selected(RecordedStack stack, Registered object, String selector) {
        Set<? extends Object> wanted = object.input(selector).getAsJsonObject().entrySet();
        assertThat(wanted).as(object.toString()).isNotEmpty();
        List<Registered> found = stack.workloads().stream()
                .filter(workload -> workload.namespace().equals(object.namespace()))
                .filter(workload -> workload.input("spec.template.metadata.labels")
                        .getAsJsonObject()
                        .entrySet()
                        .containsAll(wanted))
                .toList();
        assertThat(found).as("what %s selects", object).hasSize(1);
        return found.getFirst();
    }

    private static Set<String> portsOf(Registered workload) {
        Set<String> ports = new HashSet<>();
        workload.pod()
                .getAsJsonArray("containers")
                .forEach(container ->
                        ports.addAll(names(container.getAsJsonObject().get("ports"))));
        return ports;
    }

    private static Set<String> names(JsonElement list) {
        Set<String> names = new HashSet<>();
        if (list != null) {
            list.getAsJsonArray().forEach(element -> names.add(text(element, "name")));
        }
        return names;
    }

    private static Iterable<JsonElement> all(JsonElement object, String key) {
        JsonElement list = object.getAsJsonObject().get(key);
        return list == null ? List.of() : list.getAsJsonArray();
    }

    private static String text(JsonElement object, String key) {
        return object.getAsJsonObject().get(key).getAsString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.infra.StackShapes.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that hold in every shape of a stack: parents, providers and order of resources, rights, secrets, ports. */
class EveryStackTest {
    private static final String RULE = "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule";
    private static final String POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
    private static final String RELEASE = "kubernetes:helm.sh/v3:Release";

    /** Writes every node's packet filter, which takes privileges that no other pod has. */
    private static final String ENFORCER = "kube-router";

    /** The charts that bring the definitions of custom objects. */
    private static final Map<String, String> DEFINED_BY = Map.of(
            "monitoring.coreos.com", "kube-prometheus-stack",
            "traefik.io", "traefik",
            "cert-manager.io", "cert-manager");

    /** The rights of accounts, by the name of their service; the others have none, and no token either. */
    private static final Map<String, String> RIGHTS = Map.of(
            "matchmaker",
            "Role list,patch pods of pixel",
            "turn-credentials",
            "ClusterRole list,watch nodes; Role list,watch pods of pixel-turn",
            ENFORCER,
            "ClusterRole get,list,watch namespaces,nodes,pods,services,endpoints;"
                    + " get,list,watch networking.k8s.ionetworkpolicies;"
                    + " get,list,watch discovery.k8s.ioendpointslices");

    static List<Shape> shapes() {
        return StackShapes.all();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void every_resource_is_the_child_of_a_component_but_providers(Shape shape) {
        for (Registered resource : shape.recorded().resources()) {
            String type = resource.type();
            if (type.equals("pulumi:pulumi:Stack")) {
                continue;
            }
            String parent = resource.parentType();
            switch (type.substring(0, type.indexOf(':'))) {
                case "oci" -> assertThat(parent).as(resource.toString()).isIn("pixel:oci:Network", "pixel:oci:Cluster");
                case "kubernetes" ->
                    assertThat(parent)
                            .as(resource.toString())
                            .startsWith("pixel:")
                            .doesNotContain(":oci:");
                case "pixel" -> assertThat(parent).as(resource.toString()).isIn("", "pixel:workloads:Workloads");
                case String _ -> assertThat(parent).as(resource.toString()).isIn("", "pixel:oci:Cluster");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void no_two_resources_have_one_name(Shape shape) {
        assertThat(shape.recorded().resources()).extracting(Registered::urn).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void every_resource_is_made_by_a_pinned_provider_of_the_stack(Shape shape) {
        for (Registered resource : shape.recorded().resources()) {
            if (resource.type().startsWith("pulumi:providers:")) {
                assertThat(resource.request().getVersion())
                        .as(resource.toString())
                        .matches("\\d+\\.\\d+\\.\\d+");
            } else if (resource.request().getCustom() && !resource.type().startsWith("pulumi:")) {
                String home = resource.type().startsWith("oci:Identity/") ? "-home" : "";
                assertThat(resource.provider()).as(resource.toString()).isEqualTo(shape.prefix() + home);
                assertThat(resource.providerType())
                        .as(resource.toString())
                        .isEqualTo("pulumi:providers:" + resource.type().replaceFirst(":.*", ""));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void only_addresses_or_images_are_protected_where_the_stack_says_so(Shape shape) {
        Set<String> held = Set.of(
                "oci:Core/vcn:Vcn",
                "oci:ContainerEngine/cluster:Cluster",
                "oci:Core/publicIp:PublicIp",
                "oci:Artifacts/containerRepository:ContainerRepository");
        for (Registered resource : shape.recorded().resources()) {
            assertThat(resource.isProtected())
                    .as(resource.toString())
                    .isEqualTo(shape.stack().equals("prod") && held.contains(resource.type()));
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void an_object_comes_after_its_namespace_or_definition(Shape shape) {
        RecordedStack stack = shape.recorded();
        Map<String, Registered> namespaces = stack.ofType("kubernetes:core/v1:Namespace").stream()
                .collect(Collectors.toMap(namespace -> namespace.text("metadata.name"), namespace -> namespace));
        for (Registered object : kubernetes(stack)) {
            String home = object.namespace();
            if (!home.isEmpty() && !home.equals("kube-system")) {
                assertThat(namespaces).as(object.toString()).containsKey(home);
                assertThat(stack.before(object)).as(object.toString()).contains(namespaces.get(home));
            }
            String chart = DEFINED_BY.get(object.type().split("[:/]", -1)[1]);
            if (chart != null) {
                assertThat(stack.before(object)).as(object.toString()).containsAll(stack.named(RELEASE, chart));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void a_reader_of_a_cluster_service_comes_after_it(Shape shape) {
        RecordedStack stack = shape.recorded();
        for (String reader : List.of("prometheus-adapter", "dcgm-exporter", "traefik", "cert-manager")) {
            for (Registered release : stack.named(RELEASE, reader)) {
                assertThat(stack.before(release)).as(reader).containsAll(stack.named(RELEASE, "kube-prometheus-stack"));
            }
        }
        for (Registered autoscaler : stack.ofType("kubernetes:autoscaling/v2:HorizontalPodAutoscaler")) {
            if (!autoscaler.text("spec.metrics.0.type").equals("Resource")) {
                assertThat(stack.before(autoscaler))
                        .as(autoscaler.toString())
                        .containsAll(stack.named(RELEASE, "prometheus-adapter"));
            }
        }
        for (Registered route : stack.ofType("kubernetes:networking.k8s.io/v1:Ingress")) {
            assertThat(stack.before(route))
                    .as(route.toString())
                    .containsAll(stack.named(RELEASE, "traefik"))
                    .containsAll(stack.ofType("kubernetes:cert-manager.io/v1:ClusterIssuer"));
        }
    }

    /** On the way down, workloads and load balancers then go while nodes, rights and rules are still there. */
    @ParameterizedTest
    @MethodSource("shapes")
    void every_object_comes_after_default_nodes_rights_rules(Shape shape) {
        RecordedStack stack = shape.recorded();
        List<Registered> cloud = stack.resources().stream()
                .filter(resource -> resource.name().equals(shape.prefix() + "-default")
                        || (resource.name().equals(shape.prefix())
                                && resource.type().equals("oci:Identity/policy:Policy"))
                        || resource.type().startsWith("oci:Core/networkSecurityGroup")
                        || resource.type().startsWith("oci:Core/routeTable"))
                .toList();
        assertThat(cloud.isEmpty()).isEqualTo(shape.stack().equals("demo"));
        for (Registered object : kubernetes(stack)) {
            assertThat(stack.before(object)).as(object.toString()).containsAll(cloud);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void no_secret_leaves_in_plain_text(Shape shape) {
        RecordedStack stack = shape.recorded();
        assertThat(stack.resources())
                .allSatisfy(resource -> assertThat(plain(resource.sent())).doesNotContain(StackShapes.SECRET_WORD));
        assertThat(stack.ofType("kubernetes:core/v1:Secret"))
                .isNotEmpty()
                .allSatisfy(secret -> assertThat(secret.isSecret("stringData"))
                        .as(secret.toString())
                        .isTrue());
        assertThat(stack.ofType("pulumi:index:Stash").stream()
                        .filter(kept -> !kept.name().contains("-image-")))
                .isNotEmpty()
                .allSatisfy(kept -> {
                    assertThat(kept.isSecret("input")).as(kept.toString()).isTrue();
                    assertThat(kept.request().getAdditionalSecretOutputsList()).contains("output");
                });
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void the_world_comes_in_only_at_the_listed_ports(Shape shape) {
        Set<String> open = new TreeSet<>();
        for (Registered rule : shape.recorded().ofType(RULE)) {
            if (rule.text("direction").equals("INGRESS") && rule.text("source").equals("0.0.0.0/0")) {
                open.add(rule.name().replace(shape.prefix() + "-world-to-", "").replace("-ingress", ""));
            }
        }
        for (Registered policy : shape.recorded().ofType(POLICY)) {
            for (JsonElement rule : rules(policy, "ingress")) {
                if (rule.getAsJsonObject().get("from").toString().contains("0.0.0.0/0")) {
                    rule.getAsJsonObject()
                            .getAsJsonArray("ports")
                            .forEach(port -> open.add(policy.name() + " " + ports(port.getAsJsonObject())));
                }
            }
        }
        boolean bounded = shape.difference().contains("bounded media ports");
        Set<String> allowed = new TreeSet<>(Set.of(bounded ? "stream UDP 49152 to 50175" : "stream UDP 1024 to 65535"));
        if (!shape.stack().equals("demo")) {
            allowed.addAll(Set.of(
                    "load-balancers-tcp-80",
                    "load-balancers-tcp-443",
                    "turn-tcp-3478",
                    "turn-udp-3478",
                    "turn-tcp-49152-65535",
                    "turn-udp-49152-65535",
                    "turn-path-mtu",
                    "workers-path-mtu"));
        }
        assertThat(open).isEqualTo(allowed);
    }

    private static String ports(JsonObject port) {
        int first = port.get("port").getAsInt();
        return "%s %d to %d"
                .formatted(
                        port.get("protocol").getAsString(),
                        first,
                        port.has("endPort") ? port.get("endPort").getAsInt() : first);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void no_pod_can_do_more_than_it_must(Shape shape) {
        for (Registered workload : shape.recorded().workloads()) {
            if (workload.name().equals(ENFORCER)) {
                continue;
            }
            JsonObject pod = workload.pod();
            boolean relay = workload.name().equals("coturn");
            assertThat(pod.has("hostNetwork")).as(workload.toString()).isEqualTo(relay);
            assertThat(workload.namespace()).isEqualTo(relay ? "pixel-turn" : "pixel");
            assertThat(pod.keySet()).as(workload.toString()).doesNotContain("hostPID", "hostIPC", "initContainers");
            assertThat(pod.get("volumes").toString()).as(workload.toString()).doesNotContain("hostPath");
            assertThat(pod.get("automountServiceAccountToken").getAsBoolean())
                    .as(workload.toString())
                    .isEqualTo(RIGHTS.containsKey(workload.name()));
            assertThat(pod.getAsJsonObject("securityContext").get("runAsUser").getAsInt())
                    .isEqualTo(10001);
            pod.getAsJsonArray("containers").forEach(container -> restricted(container.getAsJsonObject(), relay));
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void pulumi_waits_for_no_pod_that_waits_for_players(Shape shape) {
        for (Registered workload : shape.recorded().workloads()) {
            boolean onGpus = workload.pod().toString().contains("app.pixel/gpu");
            assertThat(workload.input("metadata").toString().contains("pulumi.com/skipAwait"))
                    .as(workload.toString())
                    .isEqualTo(workload.name().equals("coturn") || onGpus);
        }
    }

    /** A rollout on GPUs goes on when the players of a pod have left, at the latest after their grace. */
    @ParameterizedTest
    @MethodSource("shapes")
    void a_rollout_of_streams_has_time_for_their_players(Shape shape) {
        for (Registered stream : shape.recorded().named("kubernetes:apps/v1:Deployment", "stream")) {
            int grace = stream.pod().get("terminationGracePeriodSeconds").getAsInt();
            boolean onGpus = stream.pod().toString().contains("app.pixel/gpu");
            assertThat(stream.input("spec.progressDeadlineSeconds").getAsInt()).isGreaterThan(onGpus ? grace : 0);
        }
    }

    /** The real provider takes an empty map for a change, at every preview. */
    @ParameterizedTest
    @MethodSource("shapes")
    void no_object_is_sent_with_an_empty_map_of_annotations(Shape shape) {
        for (Registered object : kubernetes(shape.recorded())) {
            assertThat(object.inputs().toString()).as(object.toString()).doesNotContain("\"annotations\":{}");
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void a_pod_that_is_not_ready_holds_up_no_drain(Shape shape) {
        assertThat(shape.recorded().ofType("kubernetes:policy/v1:PodDisruptionBudget"))
                .isNotEmpty()
                .allSatisfy(budget -> assertThat(budget.text("spec.unhealthyPodEvictionPolicy"))
                        .isEqualTo("AlwaysAllow"));
    }

    /** Alone in its namespace, so that no other account can start a pod with its privileges. */
    @ParameterizedTest
    @MethodSource("shapes")
    void the_enforcer_of_policies_is_alone_in_its_namespace(Shape shape) {
        for (Registered workload : shape.recorded().workloads()) {
            assertThat(workload.namespace().equals("pixel-policies"))
                    .as(workload.toString())
                    .isEqualTo(workload.name().equals(ENFORCER));
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void policies_are_enforced_in_production(Shape shape) {
        assertThat(shape.recorded().named("kubernetes:apps/v1:DaemonSet", ENFORCER))
                .hasSize(shape.stack().equals("prod") ? 1 : 0);
    }

    private static void restricted(JsonObject container, boolean relay) {
        JsonObject security = container.getAsJsonObject("securityContext");
        assertThat(security.get("allowPrivilegeEscalation").getAsBoolean()).isFalse();
        assertThat(security.get("readOnlyRootFilesystem").getAsBoolean()).isTrue();
        assertThat(security.get("runAsNonRoot").getAsBoolean()).isTrue();
        assertThat(security.has("privileged")).isFalse();
        assertThat(security.getAsJsonObject("capabilities").toString())
                .isEqualTo(relay ? "{\"add\":[\"NET_BIND_SERVICE\"],\"drop\":[\"ALL\"]}" : "{\"drop\":[\"ALL\"]}");
        for (String kind : List.of("requests", "limits")) {
            assertThat(container
                            .getAsJsonObject("resources")
                            .getAsJsonObject(kind)
                            .keySet())
                    .contains("cpu", "memory");
        }
        assertThat(container.has("livenessProbe")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void no_account_may_do_more_than_its_service_does(Shape shape) {
        Map<String, String> rights = shape.recorded().resources().stream()
                .filter(resource -> resource.type().matches("kubernetes:rbac.*:(Cluster)?Role"))
                .collect(Collectors.groupingBy(
                        Registered::name,
                        Collectors.mapping(
                                EveryStackTest::rights,
                                Collectors.collectingAndThen(
                                        Collectors.toCollection(TreeSet::new), both -> String.join("; ", both)))));
        assertThat(rights).containsKey("matchmaker");
        assertThat(rights.entrySet()).isSubsetOf(RIGHTS.entrySet());
    }

    private static String rights(Registered role) {
        return role.type().replaceAll(".*:", "")
                + role.input("rules").getAsJsonArray().asList().stream()
                        .map(JsonElement::getAsJsonObject)
                        .map(rule -> " " + joined(rule, "verbs") + " " + joined(rule, "apiGroups")
                                + joined(rule, "resources"))
                        .collect(Collectors.joining(";"))
                + (role.namespace().isEmpty() ? "" : " of " + role.namespace());
    }

    private static String joined(JsonObject rule, String field) {
        return rule.getAsJsonArray(field).asList().stream()
                .map(JsonElement::getAsString)
                .collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void every_image_or_chart_is_pinned(Shape shape) {
        for (Registered resource : shape.recorded().resources()) {
            assertThat(plain(resource.sent())).as(resource.toString()).doesNotContainPattern("(?i)\\blatest\\b");
        }
        for (Registered workload : shape.recorded().workloads()) {
            assertThat(workload.pod().getAsJsonArray("containers"))
                    .allSatisfy(container -> assertThat(
                                    container.getAsJsonObject().get("image").getAsString())
                            .matches(".+/.+:[A-Za-z0-9_][A-Za-z0-9_.-]*"));
        }
        assertThat(shape.recorded().ofType(RELEASE)).allSatisfy(release -> {
            assertThat(release.text("version")).matches("v?\\d+\\.\\d+\\.\\d+");
            assertThat(release.input("atomic").getAsBoolean()).isTrue();
            assertThat(release.input("timeout").getAsInt()).isBetween(300, 1800);
            assertThat(release.text("name")).isEqualTo(release.name());
        });
    }

    private static List<Registered> kubernetes(RecordedStack stack) {
        return stack.resources().stream()
                .filter(resource -> resource.type().startsWith("kubernetes:"))
                .toList();
    }

    private static JsonArray rules(Registered policy, String direction) {
        JsonObject spec = policy.input("spec").getAsJsonObject();
        return spec.has(direction) ? spec.getAsJsonArray(direction) : new JsonArray();
    }

    /** All text of a request that is not in a secret's envelope. */
    private static String plain(JsonElement sent) {
        return switch (sent) {
            case JsonObject object when Registered.isSecret(object) -> "";
            case JsonObject object -> plain(object.asMap().values().stream());
            case JsonArray array -> plain(array.asList().stream());
            case JsonPrimitive text -> text.getAsString();
            default -> "";
        };
    }

    private static String plain(Stream<JsonElement> elements) {
        return elements.map(EveryStackTest::plain).collect(Collectors.joining(" "));
    }
}

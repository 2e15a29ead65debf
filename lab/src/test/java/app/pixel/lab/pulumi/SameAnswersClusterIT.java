// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.cluster.DeclaredObjects;
import app.pixel.lab.cluster.LocalCluster;
import app.pixel.lab.cluster.Tools;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.AutoCloseableSoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stand-in of the Kubernetes provider gives the provider's answers, for each kind that the program declares. */
class SameAnswersClusterIT {

    /** The type of a resource, and the inputs of one such resource of ours. */
    record Sample(String type, Map<String, Object> inputs) {

        static Sample of(HasMetadata object) {
            Map<String, Object> inputs = Json.parse(Serialization.asJson(object));
            Map<String, Object> metadata = Json.map(inputs.get("metadata"));
            Map<String, Object> annotations = Json.map(metadata.get("annotations"));
            // Awaiting has a suite of its own.
            annotations.put("pulumi.com/skipAwait", "true");
            metadata.put("annotations", annotations);
            inputs.put("metadata", metadata);
            String version = object.getApiVersion();
            return new Sample(
                    "kubernetes:%s:%s".formatted(version.contains("/") ? version : "core/" + version, object.getKind()),
                    inputs);
        }

        /** The same with another value at a path of names. */
        Sample with(Object value, String... path) {
            return new Sample(type, with(inputs, value, List.of(path)));
        }

        private static Map<String, Object> with(Map<String, Object> tree, Object value, List<String> path) {
            var changed = new LinkedHashMap<>(tree);
            String name = path.getFirst();
            changed.put(
                    name,
                    path.size() == 1 ? value : with(Json.map(tree.get(name)), value, path.subList(1, path.size())));
            return changed;
        }

        @Override
        public String toString() {
            return type;
        }
    }

    private static LocalCluster cluster;
    private static ProviderClient provider;
    private static ProviderClient standIn;

    @BeforeAll
    static void start() {
        Tools tools = Tools.of(System.getenv());
        cluster = LocalCluster.start(tools);
        provider = ProviderClient.ofTheProvider(Path.of(tools.binary(ProviderProcess.BINARY)), cluster.kubeconfig());
        standIn = ProviderClient.ofTheStandIn(new ApiServer(cluster));
    }

    @AfterAll
    static void stop() {
        standIn.close();
        provider.close();
        cluster.close();
    }

    private static List<Sample> declared(String stack) throws IOException {
        return new DeclaredObjects(Path.of(".."))
                .of(stack).stream().map(Sample::of).toList();
    }

    /** One object of each. */
    private static Stream<Sample> kinds() throws IOException {
        var kinds = new TreeMap<String, Sample>();
        for (String stack : List.of("demo", "dev", "prod")) {
            declared(stack).forEach(sample -> kinds.putIfAbsent(sample.type(), sample));
        }
        return kinds.values().stream();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "dev", "prod"})
    void both_check_every_object_of_a_stack_alike(String stack) throws IOException {
        try (var answers = new AutoCloseableSoftAssertions()) {
            for (Sample sample : declared(stack)) {
                answers.assertThat(standIn.check(sample.type(), sample.inputs()))
                        .as("%s %s", sample, Json.text(sample.inputs(), "metadata", "name"))
                        .isEqualTo(provider.check(sample.type(), sample.inputs()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void both_return_the_object_that_the_cluster_then_has(Sample declared) {
        Sample sample = checked(declared);
        provide(sample);
        var made = standIn.create(sample.type(), sample.inputs());
        standIn.delete(sample.type(), sample.inputs(), made);
        var really = provider.create(sample.type(), sample.inputs());
        provider.delete(sample.type(), sample.inputs(), really);

        assertThat(made.id()).isEqualTo(really.id());
        assertThat(made.lasting()).isEqualTo(really.lasting());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void both_find_the_same_difference(Sample declared) {
        Sample sample = checked(declared);
        provide(sample);
        var made = provider.create(sample.type(), sample.inputs());
        try {
            for (Sample changed : changes(sample)) {
                assertThat(standIn.diff(sample.type(), sample.inputs(), changed.inputs(), made))
                        .isEqualTo(provider.diff(sample.type(), sample.inputs(), changed.inputs(), made));
            }
        } finally {
            provider.delete(sample.type(), sample.inputs(), made);
        }
    }

    /** None, one that every kind can have, one that none can, and those that the kind alone refuses. */
    private static List<Sample> changes(Sample sample) {
        var common = Stream.of(
                sample,
                sample.with("another", "metadata", "labels", "app.pixel/changed"),
                sample.with("another", "metadata", "name"));
        var own = switch (sample.type().substring(sample.type().lastIndexOf(':') + 1)) {
            case "Deployment", "DaemonSet" ->
                Stream.of(
                        sample.with("another", "spec", "selector", "matchLabels", "app.pixel/changed"),
                        sample.with(7, "spec", "template", "spec", "terminationGracePeriodSeconds"));
            case "StatefulSet" ->
                Stream.of(sample.with("another", "spec", "serviceName"), sample.with(3, "spec", "replicas"));
            case "RoleBinding", "ClusterRoleBinding" -> Stream.of(sample.with("another", "roleRef", "name"));
            case "Secret" ->
                Stream.of(sample.with("example.com/another", "type"), sample.with("YW5vdGhlcg==", "data", "hidden"));
            case "ConfigMap" -> Stream.of(sample.with("another", "data", "another"));
            default -> Stream.<Sample>of();
        };
        return Stream.concat(common, own).toList();
    }

    private static Sample checked(Sample declared) {
        return new Sample(declared.type(), provider.check(declared.type(), declared.inputs()));
    }

    private static void provide(Sample sample) {
        String namespace = Json.text(sample.inputs(), "metadata", "namespace");
        if (!namespace.isEmpty()
                && cluster.client().namespaces().withName(namespace).get() == null) {
            cluster.client()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(namespace)
                            .endMetadata()
                            .build())
                    .create();
        }
    }
}

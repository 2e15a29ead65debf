// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.pixel.infra.StackShapes.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/**
 * Every Kubernetes object that a stack declares, written as it goes over the wire and read again by another model. That
 * model knows only Kubernetes' own fields and takes no text for a number. Custom objects have no such model, so a
 * reviewed table holds their fields. (A real API server reads them all in {@code ./pixel test cluster}.)
 */
class KubernetesObjectsTest {
    private static final KubernetesSerialization KINDS = new KubernetesSerialization();
    private static final JsonMapper STRICT = strict();
    private static final String RELEASE = "kubernetes:helm.sh/v3:Release";

    static List<Shape> shapes() {
        return StackShapes.all();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void every_object_is_read_again_as_it_was_written(Shape shape) throws Exception {
        for (Registered resource : shape.recorded().resources()) {
            if (!resource.type().startsWith("kubernetes:") || resource.type().equals(RELEASE)) {
                continue;
            }
            JsonObject written = whole(resource.inputs()).getAsJsonObject();
            assertThat(typeOf(written)).as(resource.toString()).isEqualTo(resource.type());
            assertThat(written.getAsJsonObject("metadata").get("name").getAsString())
                    .as(resource.toString())
                    .matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
            Class<? extends KubernetesResource> kind = kindOf(written);
            if (kind == null) {
                assertThat(unknownFields(written)).as(resource.toString()).isEmpty();
                STRICT.readValue(written.get("metadata").toString(), ObjectMeta.class);
            } else {
                assertThat(lost(written, kind)).as(resource.toString()).isEmpty();
            }
        }
    }

    /** As Pulumi spells it. */
    private static String typeOf(JsonObject object) {
        String version = object.get("apiVersion").getAsString();
        return "kubernetes:" + (version.contains("/") ? version : "core/" + version) + ":"
                + object.get("kind").getAsString();
    }

    private static Class<? extends KubernetesResource> kindOf(JsonObject object) {
        return KINDS.getRegisteredKubernetesResource(
                object.get("apiVersion").getAsString(), object.get("kind").getAsString());
    }

    /** The values that the model loses or changes when it reads and writes the object. */
    private static Set<String> lost(JsonObject written, Class<? extends KubernetesResource> kind)
            throws JsonProcessingException {
        Set<String> before = new TreeSet<>();
        Set<String> after = new TreeSet<>();
        values("", written, before);
        values(
                "",
                JsonParser.parseString(STRICT.writeValueAsString(STRICT.readValue(written.toString(), kind))),
                after);
        before.removeAll(after);
        return before;
    }

    private static void values(String path, JsonElement node, Set<String> into) {
        switch (node) {
            case JsonObject object ->
                object.entrySet().forEach(entry -> values(path + "/" + entry.getKey(), entry.getValue(), into));
            case JsonArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    values(path + "/" + i, array.get(i), into);
                }
            }
            default -> into.add(path + " = " + node);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"replicas\":\"3\"}",
                "{\"replicas\":1.5}",
                "{\"replica\":3}",
                "{\"template\":{\"spec\":{\"containers\":[{\"name\":\"a\",\"imagePolicy\":\"Always\"}]}}}",
                "{\"template\":{\"spec\":{\"containers\":[{\"name\":7}]}}}",
                "{\"template\":{\"metadata\":{\"labels\":{\"on\":true}}}}"
            })
    void a_field_that_kubernetes_would_not_take_is_noticed(String spec) {
        assertThatThrownBy(() -> STRICT.readValue(
                        "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"spec\":" + spec + "}", Deployment.class))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void an_unreviewed_field_of_a_custom_object_is_noticed() throws Exception {
        var middleware = JsonParser.parseString("""
                {"apiVersion": "traefik.io/v1alpha1", "kind": "Middleware",
                 "spec": {
                   "basicAuth": {"secrets": "users", "removeHeader": "yes"},
                   "stripPrefix": {"prefixes": [1]}}}""");
        assertThat(unknownFields(middleware.getAsJsonObject()))
                .containsExactlyInAnyOrder(
                        "basicAuth.secrets: string",
                        "basicAuth.removeHeader: string",
                        "stripPrefix.prefixes[]: number");
    }

    /** The fields of a custom object's spec that are not in the table, each with its type. */
    private static Set<String> unknownFields(JsonObject object) throws Exception {
        String kind = object.get("apiVersion").getAsString() + " "
                + object.get("kind").getAsString();
        try (InputStream table = Objects.requireNonNull(
                KubernetesObjectsTest.class.getResourceAsStream("/reviewed-custom-fields.yaml"))) {
            Map<String, Map<String, String>> reviewed = new Yaml().load(table);
            assertThat(reviewed).containsKey(kind);
            Set<String> unknown = new TreeSet<>();
            leaves("", object.get("spec"), unknown);
            Map<String, String> known = Objects.requireNonNull(reviewed.get(kind));
            unknown.removeIf(leaf -> known.entrySet().stream()
                    .anyMatch(field -> leaf.matches(pattern(field.getKey()) + ": " + field.getValue())));
            return unknown;
        }
    }

    /** A star stands for any name in a mapping. */
    private static String pattern(String path) {
        return path.replace(".", "\\.").replace("[]", "\\[\\]").replace("*", ".+");
    }

    private static void leaves(String path, JsonElement node, Set<String> into) {
        switch (node) {
            case JsonObject object ->
                object.entrySet()
                        .forEach(entry -> leaves(
                                path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue(), into));
            case JsonArray array -> array.forEach(element -> leaves(path + "[]", element, into));
            case JsonPrimitive leaf ->
                into.add(path + ": " + (leaf.isBoolean() ? "boolean" : leaf.isNumber() ? "number" : "string"));
            default -> into.add(path + ": null");
        }
    }

    /** Whole numbers lose the fraction that the engine's wire gives them. */
    private static JsonElement whole(JsonElement json) {
        return switch (json) {
            case JsonObject object -> {
                var result = new JsonObject();
                object.entrySet().forEach(entry -> result.add(entry.getKey(), whole(entry.getValue())));
                yield result;
            }
            case JsonArray array -> {
                var result = new JsonArray();
                array.forEach(element -> result.add(whole(element)));
                yield result;
            }
            case JsonPrimitive number
            when number.isNumber() && number.getAsDouble() == Math.rint(number.getAsDouble()) ->
                new JsonPrimitive(number.getAsLong());
            default -> json;
        };
    }

    /** The model keeps fields that it does not know in a bag, which this reader takes away from it. */
    private static JsonMapper strict() {
        JsonMapper mapper = JsonMapper.builder()
                .annotationIntrospector(new JacksonAnnotationIntrospector() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public Boolean hasAnySetter(Annotated member) {
                        return false;
                    }
                })
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .build();
        for (CoercionInputShape shape :
                List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
            mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
        }
        return mapper;
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the inputs that the program sends to OCI against the table of facts about the provider. */
class OciContractTest {
    private static final JsonObject CONTRACT = contract();

    private static JsonObject contract() {
        try {
            return JsonParser.parseString(Files.readString(Path.of("src/oci/contract.json")))
                    .getAsJsonObject();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void the_provider_takes_every_resource_as_it_is_sent(String stack) {
        var sent = Stacks.declared(stack, Map.of()).resources().stream()
                .filter(resource -> resource.type().startsWith("oci:"))
                .toList();
        assertThat(sent).hasSizeGreaterThan(50);
        for (Registered resource : sent) {
            JsonObject known = CONTRACT.getAsJsonObject("resources").getAsJsonObject(resource.type());
            assertThat(known).as(resource.type()).isNotNull();
            assertThat(wrong(resource.inputs(), known.getAsJsonObject("inputs")))
                    .as(resource.toString())
                    .isEmpty();
        }
    }

    @Test
    void a_wrong_input_is_noticed() {
        var rule = CONTRACT.getAsJsonObject("resources")
                .getAsJsonObject("oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule")
                .getAsJsonObject("inputs");
        var sent = JsonParser.parseString("""
                        {"direction": 7, "protocol": "6", "colour": "red",
                         "tcpOptions": {"destinationPortRange": {"min": 1, "max": "2"}}}""").getAsJsonObject();
        assertThat(wrong(sent, rule))
                .containsExactlyInAnyOrder(
                        "direction is not a string: 7",
                        "colour does not exist",
                        "tcpOptions.destinationPortRange.max is not a number: \"2\"",
                        "networkSecurityGroupId is missing");
    }

    private static List<String> wrong(JsonObject sent, JsonObject known) {
        List<String> wrong = new ArrayList<>();
        check("", sent, known, wrong);
        return wrong;
    }

    private static void check(String path, JsonObject sent, JsonObject known, List<String> wrong) {
        for (var input : sent.entrySet()) {
            JsonElement declared = known.get(input.getKey());
            if (declared == null) {
                wrong.add(path + input.getKey() + " does not exist");
            } else {
                check(
                        path + input.getKey(),
                        input.getValue(),
                        declared.getAsJsonObject().get("type").getAsString(),
                        wrong);
            }
        }
        for (var declared : known.entrySet()) {
            if (declared.getValue().getAsJsonObject().get("required").getAsBoolean() && !sent.has(declared.getKey())) {
                wrong.add(path + declared.getKey() + " is missing");
            }
        }
    }

    private static void check(String path, JsonElement value, String type, List<String> wrong) {
        if (type.endsWith("[]") && value.isJsonArray()) {
            for (int i = 0; i < value.getAsJsonArray().size(); i++) {
                check(path + "[" + i + "]", value.getAsJsonArray().get(i), type.substring(0, type.length() - 2), wrong);
            }
        } else if (type.startsWith("map<") && value.isJsonObject()) {
            value.getAsJsonObject()
                    .entrySet()
                    .forEach(entry -> check(
                            path + "." + entry.getKey(),
                            entry.getValue(),
                            type.substring(4, type.length() - 1),
                            wrong));
        } else if (Set.of("string", "number", "boolean").contains(type)) {
            var scalar = value.isJsonPrimitive() ? value.getAsJsonPrimitive() : null;
            if (scalar == null
                    || !switch (type) {
                        case "string" -> scalar.isString();
                        case "number" -> scalar.isNumber();
                        default -> scalar.isBoolean();
                    }) {
                wrong.add("%s is not a %s: %s".formatted(path, type, value));
            }
        } else if (value.isJsonObject()
                && CONTRACT.getAsJsonObject("inputTypes").has(type)) {
            check(
                    path + ".",
                    value.getAsJsonObject(),
                    CONTRACT.getAsJsonObject("inputTypes").getAsJsonObject(type),
                    wrong);
        } else {
            wrong.add("%s is not a %s: %s".formatted(path, type, value));
        }
    }
}

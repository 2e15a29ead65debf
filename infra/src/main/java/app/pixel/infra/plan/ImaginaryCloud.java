// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.plan;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The answers of a cloud, where a plan needs one to go on: a region with three availability domains that has every
 * image. The answers of functions stand in {@code imaginary-cloud.json}; the suites with a real engine read the same
 * file.
 *
 * @param kubernetesVersion for which there are images
 * @param existingNetwork the stack's setting in JSON; its subnets are as it says
 */
public record ImaginaryCloud(String kubernetesVersion, String existingNetwork) {
    private static final String SUBNET = "oci:Core/getSubnet:getSubnet";
    private static final String ANSWERS = "imaginary-cloud.json";

    /** A resource's outputs: its inputs, and what only the cloud knows. */
    public Map<String, Object> state(String type, String name, Map<String, Object> inputs) {
        Map<String, Object> state = new HashMap<>(inputs);
        switch (type) {
            case "oci:ContainerEngine/cluster:Cluster" ->
                state.put(
                        "endpoints",
                        List.of(Map.of("publicEndpoint", "203.0.113.1:6443", "privateEndpoint", "10.0.0.2:6443")));
            case "oci:Core/publicIp:PublicIp" -> state.put("ipAddress", "203.0.113.80");
            case "oci:Core/vcn:Vcn" -> state.put("defaultSecurityListId", name + "-default-security-list");
            case "pulumi:index:Stash" -> state.put("output", inputs.get("input"));
            default -> {
                // Everything else is what it was asked to be.
            }
        }
        return state;
    }

    /** The result of a provider's function. */
    public Map<String, Object> call(String token, Map<String, Object> arguments) {
        if (token.equals(SUBNET)) {
            return subnet(String.valueOf(arguments.get("subnetId")));
        }
        Map<String, Object> answer = answers().get(token);
        if (answer == null) {
            throw new IllegalArgumentException("no answer to the function " + token);
        }
        return answer;
    }

    private Map<String, Object> subnet(String id) {
        JsonObject network = JsonParser.parseString(existingNetwork).getAsJsonObject();
        String block = network.entrySet().stream()
                .filter(part -> part.getValue() instanceof JsonObject subnet
                        && id.equals(subnet.get("id").getAsString()))
                .map(part -> part.getValue().getAsJsonObject().get("cidr").getAsString())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no subnet " + id));
        return Map.of("vcnId", network.get("vcnId").getAsString(), "cidrBlock", block, "prohibitPublicIpOnVnic", false);
    }

    private Map<String, Map<String, Object>> answers() {
        try (InputStream in = Objects.requireNonNull(ImaginaryCloud.class.getResourceAsStream(ANSWERS))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{kubernetesVersion}", kubernetesVersion.replaceFirst("^v", ""));
            return new Gson().fromJson(text, new TypeToken<>() {});
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

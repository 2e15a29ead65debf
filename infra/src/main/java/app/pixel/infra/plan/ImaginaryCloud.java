// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a cloud would answer, where a plan needs some answer to go on: a region with three availability domains that has every image.
 *
 * @param kubernetesVersion for which there are images
 */
public record ImaginaryCloud(String kubernetesVersion) {
    /** A resource's outputs: its inputs, and what only the cloud knows. */
    public Map<String, Object> state(String type, String name, Map<String, Object> inputs) {
        Map<String, Object> state = new HashMap<>(inputs);
        switch (type) {
            case "oci:ContainerEngine/cluster:Cluster" ->
                state.put(
                        "endpoints",
                        List.of(Map.of("publicEndpoint", "203.0.113.1:6443", "privateEndpoint", "10.0.0.2:6443")));
            case "oci:Core/vcn:Vcn" -> state.put("defaultSecurityListId", name + "-default-security-list");
            case "pulumi:index:Stash" -> state.put("output", inputs.get("input"));
            default -> {
                // Everything else is what it was asked to be.
            }
        }
        return state;
    }

    /** The result of a provider's function. */
    public Map<String, Object> call(String token) {
        return switch (token) {
            case "oci:Core/getServices:getServices" ->
                Map.of(
                        "services",
                        List.of(Map.of(
                                "id", "all-services",
                                "cidrBlock", "all-services-in-oracle-services-network",
                                "name", "All XYZ Services In Oracle Services Network",
                                "description", "")));
            case "oci:Identity/getAvailabilityDomains:getAvailabilityDomains" ->
                Map.of(
                        "availabilityDomains",
                        Stream.of("AD-1", "AD-2", "AD-3")
                                .map(name -> Map.of("name", name))
                                .toList());
            case "oci:Identity/getTenancy:getTenancy" -> Map.of("homeRegionKey", "IAD");
            case "oci:Identity/getRegions:getRegions" ->
                Map.of(
                        "regions",
                        List.of(
                                Map.of("key", "IAD", "name", "us-ashburn-1"),
                                Map.of("key", "FRA", "name", "eu-frankfurt-1")));
            case "oci:ObjectStorage/getNamespace:getNamespace" -> Map.of("namespace", "tenancy-namespace");
            case "oci:ContainerEngine/getClusterKubeConfig:getClusterKubeConfig" ->
                Map.of("content", "certificate-authority-data: Q0E=\n");
            case "oci:ContainerEngine/getNodePoolOption:getNodePoolOption" -> Map.of("sources", images());
            case String unknown -> throw new IllegalArgumentException("no answer to the function " + unknown);
        };
    }

    private List<Map<String, Object>> images() {
        String suffix = "2026.04.30-0-OKE-%s-1362".formatted(kubernetesVersion.replaceFirst("^v", ""));
        return Stream.of("", "Gen2-GPU-", "aarch64-")
                .map(kind -> "Oracle-Linux-8.10-" + kind + suffix)
                .<Map<String, Object>>map(name -> Map.of("imageId", name, "sourceName", name, "sourceType", "IMAGE"))
                .toList();
    }
}

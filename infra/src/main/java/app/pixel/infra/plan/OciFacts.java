// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.plan;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The facts that a reviewer looks for in resources of Oracle's cloud. */
final class OciFacts {
    private static final Pattern TAINTS = Pattern.compile("--register-with-taints=([^\"\\s]+)");

    private OciFacts() {}

    static Facts of(String type, Input inputs) {
        return switch (type) {
            case "oci:Core/vcn:Vcn" -> Facts.saying(inputs.at("cidrBlocks").joined());
            case "oci:Core/subnet:Subnet" ->
                Facts.saying(
                        inputs.at("cidrBlock").text(),
                        inputs.at("prohibitPublicIpOnVnic").isTrue() ? "private" : "public",
                        "routes " + inputs.at("routeTableId").named());
            case "oci:Core/routeTable:RouteTable" ->
                Facts.saying(inputs.at("routeRules").each().stream()
                        .map(rule -> rule.at("destination").text() + " by "
                                + rule.at("networkEntityId").named())
                        .toArray(String[]::new));
            case "oci:Core/defaultSecurityList:DefaultSecurityList" -> Facts.saying("admits no packet");
            case "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule" ->
                Facts.saying(sentence(inputs));
            case "oci:ContainerEngine/cluster:Cluster" -> cluster(inputs);
            case "oci:ContainerEngine/nodePool:NodePool" -> pool(inputs);
            case "oci:ContainerEngine/addon:Addon" ->
                Facts.saying(
                        inputs.at("addonName").text(),
                        inputs.at("version").exists() ? inputs.at("version").text() : "OKE's version");
            case "oci:Core/publicIp:PublicIp" ->
                Facts.saying(inputs.at("lifetime").text());
            case "oci:Bastion/bastion:Bastion" ->
                Facts.saying("for " + inputs.at("clientCidrBlockAllowLists").joined());
            case "oci:Logging/log:Log" ->
                Facts.saying("kept for " + inputs.at("retentionDuration").text() + " days");
            case "oci:Artifacts/containerRepository:ContainerRepository" ->
                Facts.saying(inputs.at("isPublic").isTrue() ? "public" : "private");
            case "oci:Identity/policy:Policy" ->
                Facts.NONE.with(inputs.at("statements").each().stream().map(Input::text));
            case String _ -> Facts.NONE;
        };
    }

    /** For example "pixel-dev-turn lets in UDP 3478 from 0.0.0.0/0: STUN and TURN". */
    private static String sentence(Input rule) {
        boolean ingress = rule.at("direction").text().equals("INGRESS");
        return "%s %s %s %s %s: %s"
                .formatted(
                        rule.at("networkSecurityGroupId").named(),
                        ingress ? "lets in" : "may send",
                        traffic(rule),
                        ingress ? "from" : "to",
                        rule.at(ingress ? "source" : "destination").named(),
                        rule.at("description").text());
    }

    private static String traffic(Input rule) {
        return switch (rule.at("protocol").text()) {
            case "all" -> "everything";
            case "1" ->
                "ICMP %s/%s"
                        .formatted(
                                rule.at("icmpOptions.type").text(),
                                rule.at("icmpOptions.code").text());
            case "6" -> "TCP " + ports(rule.at("tcpOptions.destinationPortRange"));
            case "17" -> "UDP " + ports(rule.at("udpOptions.destinationPortRange"));
            case String protocol -> "protocol " + protocol;
        };
    }

    private static String ports(Input range) {
        String first = range.at("min").text();
        String last = range.at("max").text();
        return first.equals(last) ? first : first + "-" + last;
    }

    private static Facts cluster(Input inputs) {
        return Facts.saying(
                "Kubernetes " + inputs.at("kubernetesVersion").text(),
                inputs.at("type").text(),
                inputs.at("clusterPodNetworkOptions.0.cniType").text(),
                (inputs.at("endpointConfig.isPublicIpEnabled").isTrue() ? "public" : "private") + " API endpoint",
                "pods " + inputs.at("options.kubernetesNetworkConfig.podsCidr").text(),
                "services "
                        + inputs.at("options.kubernetesNetworkConfig.servicesCidr")
                                .text());
    }

    private static Facts pool(Input inputs) {
        Input placements = inputs.at("nodeConfigDetails.placementConfigs");
        return Facts.saying(
                inputs.at("nodeConfigDetails.size").text() + " of "
                        + inputs.at("nodeShape").text(),
                size(inputs.at("nodeShapeConfig")),
                "boot volume "
                        + inputs.at("nodeSourceDetails.bootVolumeSizeInGbs").text() + " GB",
                "image " + inputs.at("nodeSourceDetails.imageId").text(),
                "Kubernetes " + inputs.at("kubernetesVersion").text(),
                placements.each().stream()
                        .map(place -> place.at("availabilityDomain").text())
                        .collect(Collectors.joining(", ")),
                "subnet " + placements.at("0.subnetId").named(),
                inputs.at("initialNodeLabels").each().stream()
                        .map(label -> "label " + label.at("key").text() + "="
                                + label.at("value").text())
                        .collect(Collectors.joining(", ")),
                taints(inputs.at("nodeMetadata.user_data").text()));
    }

    private static String size(Input shape) {
        return shape.exists()
                ? "%s OCPU, %s GB"
                        .formatted(
                                shape.at("ocpus").text(),
                                shape.at("memoryInGbs").text())
                : "";
    }

    /** Taints are an argument of the kubelet, in the script that a node starts with. */
    private static String taints(String userData) {
        var script = new String(Base64.getDecoder().decode(userData), StandardCharsets.UTF_8);
        var taints = TAINTS.matcher(script);
        return taints.find() ? "taint " + taints.group(1) : "";
    }
}

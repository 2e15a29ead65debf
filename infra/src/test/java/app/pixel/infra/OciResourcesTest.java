// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.pulumi.test.PulumiTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Resources in Oracle's cloud that a stack has by setting: tags, logs, a bastion, a network of another owner. */
class OciResourcesTest {
    private static RecordedStack all;
    private static RecordedStack existing;
    private static RecordedStack plain;

    @BeforeAll
    static void declare() {
        all = Stacks.declared("prod", StackShapes.ALL_OF_THE_CLOUD);
        existing = Stacks.declared("prod", Map.of("existingNetwork", StackShapes.EXISTING_NETWORK));
        plain = Stacks.declared("dev", Map.of("reserveEdgeAddress", "false"));
    }

    private static JsonObject knownInputs(Registered resource) {
        try {
            return JsonParser.parseString(Files.readString(Path.of("src/oci/contract.json")))
                    .getAsJsonObject()
                    .getAsJsonObject("resources")
                    .getAsJsonObject(resource.type())
                    .getAsJsonObject("inputs");
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static List<Registered> ofOci(RecordedStack stack) {
        return stack.resources().stream()
                .filter(resource -> resource.type().startsWith("oci:"))
                .toList();
    }

    @Test
    void every_resource_that_can_have_tags_has_the_stacks() {
        assertThat(ofOci(all).stream().filter(resource -> knownInputs(resource).has("freeformTags")))
                .hasSizeGreaterThan(20)
                .allSatisfy(resource -> {
                    assertThat(resource.text("freeformTags.team"))
                            .as(resource.toString())
                            .isEqualTo("games");
                    assertThat(resource.input("definedTags").toString())
                            .as(resource.toString())
                            .isEqualTo("{\"Operations.CostCenter\":\"42\"}");
                });
    }

    @Test
    void the_tags_reach_everything_that_a_resource_makes() {
        var pool = all.the("oci:ContainerEngine/nodePool:NodePool", "pixel-prod-default");
        assertThat(pool.text("nodeConfigDetails.freeformTags.team")).isEqualTo("games");
        var cluster = all.the("oci:ContainerEngine/cluster:Cluster", "pixel-prod");
        assertThat(cluster.text("options.serviceLbConfig.freeformTags.team")).isEqualTo("games");
        assertThat(cluster.text("options.persistentVolumeConfig.freeformTags.team"))
                .isEqualTo("games");
    }

    @Test
    void a_stack_without_tags_sends_none() {
        assertThat(ofOci(plain)).noneMatch(resource -> resource.inputs().has("freeformTags"));
        assertThat(plain.the("oci:ContainerEngine/cluster:Cluster", "pixel-dev")
                        .input("options")
                        .getAsJsonObject()
                        .keySet())
                .doesNotContain("persistentVolumeConfig");
    }

    @Test
    void logs_of_all_containers_go_to_a_log_that_nodes_may_write() {
        var log = all.the("oci:Logging/log:Log", "pixel-prod-logs");
        assertThat(log.input("retentionDuration").getAsInt()).isEqualTo(30);
        var agents = all.the("oci:Logging/unifiedAgentConfiguration:UnifiedAgentConfiguration", "pixel-prod-logs");
        assertThat(agents.text("serviceConfiguration.sources.0.paths.0")).isEqualTo("/var/log/containers/*.log");
        assertThat(agents.text("serviceConfiguration.destination.logObjectId")).isEqualTo("pixel-prod-logs-id");
        assertThat(agents.text("groupAssociation.groupLists.0")).isEqualTo("pixel-prod-logs-id");
        assertThat(all.the("oci:Identity/policy:Policy", "pixel-prod-logs").text("statements.0"))
                .isEqualTo("Allow dynamic-group pixel-prod-logs to use log-content in compartment id"
                        + " ocid1.compartment.oc1..yours");
        assertThat(plain.ofType("oci:Logging/log:Log")).isEmpty();
    }

    @Test
    void a_network_of_another_owner_gets_security_groups_only() {
        assertThat(ofOci(existing).stream()
                        .filter(resource -> resource.parentType().equals("pixel:oci:Network"))
                        .map(Registered::type)
                        .distinct())
                .containsExactlyInAnyOrder(
                        "oci:Core/networkSecurityGroup:NetworkSecurityGroup",
                        "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule",
                        "oci:Core/publicIp:PublicIp");
    }

    @Test
    void nodes_go_to_the_subnets_of_the_other_owner() {
        var pool = existing.the("oci:ContainerEngine/nodePool:NodePool", "pixel-prod-turn");
        assertThat(pool.text("nodeConfigDetails.placementConfigs.0.subnetId")).isEqualTo("ocid1.subnet.oc1.iad.t");
        var cluster = existing.the("oci:ContainerEngine/cluster:Cluster", "pixel-prod");
        assertThat(cluster.text("vcnId")).isEqualTo("ocid1.vcn.oc1.iad.v");
        assertThat(cluster.text("options.serviceLbSubnetIds.0")).isEqualTo("ocid1.subnet.oc1.iad.l");
    }

    @Test
    void the_edge_has_the_reserved_address() {
        assertThat(all.the("kubernetes:helm.sh/v3:Release", "traefik").inputs().toString())
                .contains("\"loadBalancerIP\":\"203.0.113.80\"");
        assertThat(all.result().output("edgeAddress")).isNotNull();
        assertThat(PulumiTest.extractValue(all.result().output("edgeAddress"))).isEqualTo("203.0.113.80");
    }

    @Test
    void an_edge_without_a_reserved_address_takes_any() {
        assertThat(plain.the("kubernetes:helm.sh/v3:Release", "traefik")
                        .inputs()
                        .toString())
                .doesNotContain("loadBalancerIP");
        assertThat(plain.result().outputs()).doesNotContainKey("edgeAddress");
    }

    @Test
    void the_kubeconfig_is_told_as_a_secret() {
        assertThat(all.result().outputs()).containsKeys("kubeconfig", "bastionId", "logGroupId");
    }
}

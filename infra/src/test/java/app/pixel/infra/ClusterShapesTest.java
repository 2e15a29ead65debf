// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.test.PulumiTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clusters that the committed stacks declare, and stacks with one setting changed. */
class ClusterShapesTest {
    private static final String CLUSTER = "oci:ContainerEngine/cluster:Cluster";
    private static RecordedStack dev;
    private static RecordedStack prod;

    @BeforeAll
    static void declare() {
        dev = Stacks.declared("dev", Map.of());
        prod = Stacks.declared("prod", Map.of());
    }

    @Test
    void the_autoscaler_gets_its_rights_by_its_workload_identity() {
        var statements = statements(dev);
        assertThat(statements)
                .hasSize(7)
                .allMatch(statement -> statement.contains("in compartment id ocid1.compartment."));
        assertThat(statements.stream().filter(statement -> statement.contains("service_account='cluster-autoscaler'")))
                .hasSize(6)
                .allMatch(statement -> statement.contains("request.principal.cluster_id='pixel-dev-id'"));
    }

    @Test
    void a_stack_of_fixed_pools_gives_an_autoscaler_no_rights() {
        var fixed = Stacks.declared("dev", Map.of("defaultPool", """
                {"shape": "VM.Standard.E4.Flex", "ocpus": 2, "memoryGb": 16, "bootVolumeGb": 50,
                 "min": 2, "max": 2}"""));
        assertThat(statements(fixed)).hasSize(1).first().asString().contains("network-security-groups");
    }

    private static List<String> statements(RecordedStack stack) {
        var policy = stack.the("oci:Identity/policy:Policy", "pixel-dev");
        assertThat(policy.provider()).as("IAM changes in the home region only").isEqualTo("pixel-dev-home");
        return policy.input("statements").getAsJsonArray().asList().stream()
                .map(statement -> statement.getAsString())
                .toList();
    }

    @Test
    void the_cluster_is_of_the_type_that_has_workload_identity() {
        var cluster = prod.the(CLUSTER, "pixel-prod");
        assertThat(cluster.text("type")).isEqualTo("ENHANCED_CLUSTER");
        assertThat(cluster.text("endpointConfig.nsgIds.0")).isEqualTo("pixel-prod-endpoint-id");
        assertThat(cluster.provider()).isEqualTo("pixel-prod");
    }

    @Test
    void load_balancers_of_the_cluster_reach_workers_only() {
        var cluster = prod.the(CLUSTER, "pixel-prod");
        assertThat(cluster.text("options.serviceLbSubnetIds.0")).isEqualTo("pixel-prod-load-balancers-id");
        assertThat(cluster.text("options.serviceLbConfig.backendNsgIds.0")).isEqualTo("pixel-prod-workers-id");
    }

    @Test
    void addresses_are_protected_in_prod_only() {
        assertThat(prod.resources().stream().filter(Registered::isProtected).map(Registered::type))
                .containsExactlyInAnyOrder("oci:Core/vcn:Vcn", CLUSTER, "oci:Core/publicIp:PublicIp");
        assertThat(dev.resources()).noneMatch(Registered::isProtected);
    }

    @Test
    void the_kubeconfig_is_a_secret() {
        var provider = prod.the("pulumi:providers:kubernetes", "pixel-prod");
        assertThat(provider.isSecret("kubeconfig")).isTrue();
        assertThat(provider.text("kubeconfig"))
                .contains("server: https://203.0.113.1:6443")
                .contains("certificate-authority-data: Q0E=")
                .contains("--cluster-id, \"pixel-prod-id\", --region, \"us-ashburn-1\"]");
        assertThat(provider.request().getVersion()).isEqualTo("4.34.2");
    }

    @Test
    void the_clusters_provider_waits_for_default_nodes_only() {
        assertThat(prod.the("pulumi:providers:kubernetes", "pixel-prod").dependencies())
                .contains("pixel-prod-default")
                .doesNotContain("pixel-prod-turn", "pixel-prod-gpu");
    }

    @Test
    void the_api_of_a_stack_can_be_private() {
        var stack =
                Stacks.declared("dev", Map.of("privateEndpoint", "true", "endpointCidrs", "[]", "ociProfile", "work"));
        assertThat(stack.the(CLUSTER, "pixel-dev")
                        .input("endpointConfig.isPublicIpEnabled")
                        .getAsBoolean())
                .isFalse();
        assertThat(stack.the("pulumi:providers:kubernetes", "pixel-dev").text("kubeconfig"))
                .contains("server: https://10.0.0.2:6443")
                .contains("--profile, \"work\"]");
    }

    @Test
    void an_existing_cluster_declares_nothing_in_a_cloud() {
        var demo = Stacks.declared("demo", Map.of("kubeContext", "kind-pixel"));
        assertThat(demo.resources()).noneMatch(resource -> resource.type().contains("oci"));
        assertThat(demo.the("pulumi:providers:kubernetes", "pixel-demo").text("context"))
                .isEqualTo("kind-pixel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"enableSecretMutable", "enableConfigMapMutable"})
    void a_new_value_changes_its_object_instead_of_replacing_it(String argument) {
        assertThat(prod.the("pulumi:providers:kubernetes", "pixel-prod").text(argument))
                .isEqualTo("true");
    }

    @Test
    void a_stack_tells_its_cluster_to_other_stacks() {
        assertThat(told(prod, "clusterId")).isEqualTo("pixel-prod-id");
        assertThat(dev.result().outputs().keySet())
                .containsExactlyInAnyOrder(
                        "clusterId",
                        "clusterEndpoint",
                        "kubeconfig",
                        "kubernetesVersion",
                        "vcnId",
                        "endpointSubnetId",
                        "workersSubnetId",
                        "workersSecurityGroupId",
                        "loadBalancersSubnetId",
                        "loadBalancersSecurityGroupId",
                        "turnSubnetId",
                        "turnSecurityGroupId",
                        "edgeAddress",
                        "defaultPoolId",
                        "turnPoolId",
                        "namespace");
    }

    @Test
    void a_stack_tells_the_address_of_its_page() {
        assertThat(told(prod, "url")).isEqualTo("https://play.example.com/");
        var below = Stacks.declared("demo", Map.of("host", "play.example.com", "pathPrefix", "/game"));
        assertThat(told(below, "url")).isEqualTo("http://play.example.com/game/");
    }

    private static Object told(RecordedStack stack, String output) {
        return PulumiTest.extractValue(stack.result().output(output));
    }

    @Test
    void the_autoscaler_is_the_newest_patch_of_the_clusters_minor() {
        assertThat(dev.the("kubernetes:helm.sh/v3:Release", "cluster-autoscaler")
                        .text("values.image.tag"))
                .isEqualTo("v1.34.3");
    }

    @Test
    void no_resource_is_left_to_a_default_provider_or_an_unpinned_plugin() {
        for (RecordedStack stack : List.of(dev, prod)) {
            assertThat(stack.resources().stream()
                            .filter(resource -> resource.request().getCustom()))
                    .filteredOn(resource -> !resource.type().startsWith("pulumi:"))
                    .allSatisfy(resource -> assertThat(resource.provider())
                            .as(resource.toString())
                            .isNotEmpty());
            assertThat(stack.resources().stream()
                            .filter(resource -> resource.type().startsWith("pulumi:providers:")))
                    .allSatisfy(provider ->
                            assertThat(provider.request().getVersion()).isNotEmpty());
        }
    }
}

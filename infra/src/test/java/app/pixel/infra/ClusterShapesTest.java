// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.test.PulumiTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What each committed stack, and a stack with a switch turned, makes of its cluster. */
class ClusterShapesTest {
    private static final String POOL = "oci:ContainerEngine/nodePool:NodePool";
    private static final String STASH = "pulumi:index:Stash";
    private static final String CLUSTER = "oci:ContainerEngine/cluster:Cluster";
    private static RecordedStack dev;
    private static RecordedStack prod;

    @BeforeAll
    static void declare() {
        dev = Stacks.declared("dev", Map.of());
        prod = Stacks.declared("prod", Map.of());
    }

    @Test
    void dev_has_no_gpu_and_prod_has() {
        assertThat(dev.ofType(POOL))
                .extracting(Registered::name)
                .containsExactlyInAnyOrder("pixel-dev-default", "pixel-dev-turn");
        assertThat(dev.ofType("oci:ContainerEngine/addon:Addon")).isEmpty();
        assertThat(prod.the(POOL, "pixel-prod-gpu").text("nodeShape")).isEqualTo("BM.GPU.A10.4");
        assertThat(prod.the("oci:ContainerEngine/addon:Addon", "pixel-prod-nvidia")
                        .text("addonName"))
                .isEqualTo("NvidiaGpuPlugin");
    }

    @Test
    void gpu_nodes_are_labelled_get_a_gpu_image_and_stay_in_their_domain() {
        var gpu = prod.the(POOL, "pixel-prod-gpu");
        assertThat(gpu.text("initialNodeLabels.0.key")).isEqualTo("app.pixel/gpu");
        assertThat(gpu.text("nodeSourceDetails.imageId")).contains("GPU").contains("1.34.2");
        assertThat(gpu.input("nodeConfigDetails.placementConfigs").getAsJsonArray())
                .hasSize(1);
        assertThat(gpu.inputs().has("nodeShapeConfig"))
                .as("a bare metal shape has its size")
                .isFalse();
        assertThat(script(gpu)).as("OKE itself taints GPU nodes").doesNotContain("taints");
    }

    @Test
    void turn_nodes_are_public_labelled_and_tainted_before_any_pod_comes() {
        var turn = dev.the(POOL, "pixel-dev-turn");
        assertThat(turn.text("nodeConfigDetails.placementConfigs.0.subnetId")).isEqualTo("pixel-dev-turn-id");
        assertThat(turn.text("nodeConfigDetails.nsgIds.0")).isEqualTo("pixel-dev-turn-id");
        assertThat(turn.text("initialNodeLabels.0.key")).isEqualTo("app.pixel/turn");
        assertThat(script(turn))
                .contains("oke-init.sh --kubelet-extra-args \"--register-with-taints=app.pixel/turn=true:NoSchedule\"");
    }

    @Test
    void every_node_uses_all_of_its_boot_volume_before_it_joins() {
        for (RecordedStack stack : List.of(dev, prod)) {
            assertThat(stack.ofType(POOL))
                    .allSatisfy(pool -> assertThat(script(pool))
                            .startsWith("#!/bin/bash\n/usr/libexec/oci-growfs -y\n")
                            .contains("\nbash /var/run/oke-init.sh"));
        }
    }

    private static String script(Registered pool) {
        return new String(Base64.getDecoder().decode(pool.text("nodeMetadata.user_data")), StandardCharsets.UTF_8);
    }

    @Test
    void default_nodes_are_spread_over_every_availability_and_fault_domain() {
        var pool = dev.the(POOL, "pixel-dev-default");
        var placements = pool.input("nodeConfigDetails.placementConfigs").getAsJsonArray();
        assertThat(placements).hasSize(3).allSatisfy(placement -> {
            assertThat(placement.getAsJsonObject().get("faultDomains").getAsJsonArray())
                    .hasSize(3);
            assertThat(placement.getAsJsonObject().get("subnetId").getAsString())
                    .isEqualTo("pixel-dev-workers-id");
        });
        assertThat(pool.inputs().has("initialNodeLabels")).isFalse();
    }

    @Test
    void the_size_of_a_pool_belongs_to_the_autoscaler_only_where_it_may_vary() {
        assertThat(dev.the(POOL, "pixel-dev-default").ignoredChanges()).containsExactly("nodeConfigDetails.size");
        assertThat(dev.the(POOL, "pixel-dev-turn").ignoredChanges()).isEmpty();
    }

    @Test
    void a_node_image_is_kept_until_the_pool_gets_another_version_or_kind_of_processor() {
        var kept = dev.the(STASH, "pixel-dev-turn-image-v1.34.2");
        assertThat(kept.ignoredChanges()).containsExactly("input");
        assertThat(kept.provider()).isEmpty();
        assertThat(kept.text("input")).endsWith("-0-OKE-1.34.2-1362");
        assertThat(dev.the(POOL, "pixel-dev-turn").text("nodeSourceDetails.imageId"))
                .isEqualTo(kept.text("input"));
        assertThat(dev.the(POOL, "pixel-dev-turn").dependencies()).contains("pixel-dev-turn-image-v1.34.2");

        var arm = Stacks.declared(
                "dev",
                Map.of(
                        "turnPool",
                        "{\"shape\":\"VM.Standard.A1.Flex\",\"ocpus\":2,\"memoryGb\":16,\"bootVolumeGb\":50,\"min\":1,\"max\":1}"));
        assertThat(arm.the(STASH, "pixel-dev-turn-image-v1.34.2-arm").text("input"))
                .contains("-aarch64-");
        assertThat(arm.named(STASH, "pixel-dev-turn-image-v1.34.2")).isEmpty();
    }

    @Test
    void the_autoscaler_gets_rights_by_its_workload_identity_and_only_where_there_is_one() {
        var statements = statements(dev);
        assertThat(statements)
                .hasSize(7)
                .allMatch(statement -> statement.contains("in compartment id ocid1.compartment."));
        assertThat(statements.stream().filter(statement -> statement.contains("service_account='cluster-autoscaler'")))
                .hasSize(6)
                .allMatch(statement -> statement.contains("request.principal.cluster_id='pixel-dev-id'"));
        var fixed = Stacks.declared(
                "dev",
                Map.of(
                        "defaultPool",
                        "{\"shape\":\"VM.Standard.E4.Flex\",\"ocpus\":2,\"memoryGb\":16,\"bootVolumeGb\":50,\"min\":2,\"max\":2}"));
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
    void the_cluster_is_enhanced_and_its_load_balancers_reach_workers_only() {
        var cluster = prod.the(CLUSTER, "pixel-prod");
        assertThat(cluster.text("type")).isEqualTo("ENHANCED_CLUSTER");
        assertThat(cluster.text("options.serviceLbSubnetIds.0")).isEqualTo("pixel-prod-load-balancers-id");
        assertThat(cluster.text("options.serviceLbConfig.backendNsgIds.0")).isEqualTo("pixel-prod-workers-id");
        assertThat(cluster.text("endpointConfig.nsgIds.0")).isEqualTo("pixel-prod-endpoint-id");
        assertThat(cluster.provider()).isEqualTo("pixel-prod");
    }

    @Test
    void what_holds_addresses_or_images_is_protected_in_prod_and_nothing_is_in_dev() {
        assertThat(prod.resources().stream().filter(Registered::isProtected).map(Registered::type))
                .containsExactlyInAnyOrder(
                        "oci:Core/vcn:Vcn", CLUSTER, "oci:Artifacts/containerRepository:ContainerRepository");
        assertThat(dev.resources()).noneMatch(Registered::isProtected);
    }

    @Test
    void the_kubeconfig_is_a_secret_and_the_provider_waits_for_nodes_and_rights() {
        var provider = prod.the("pulumi:providers:kubernetes", "pixel-prod");
        assertThat(provider.isSecret("kubeconfig")).isTrue();
        assertThat(provider.text("kubeconfig"))
                .contains("server: https://203.0.113.1:6443")
                .contains("certificate-authority-data: Q0E=")
                .contains("--cluster-id, \"pixel-prod-id\", --region, \"us-ashburn-1\"]");
        assertThat(provider.request().getVersion()).isEqualTo("4.34.2");
        assertThat(provider.dependencies()).contains("pixel-prod-default", "pixel-prod-turn", "pixel-prod-gpu");
    }

    @Test
    void a_private_endpoint_has_no_public_address_and_is_the_one_that_is_used() {
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

    @Test
    void the_stack_tells_its_page_its_cluster_and_where_images_go() {
        assertThat(told(prod, "clusterId")).isEqualTo("pixel-prod-id");
        assertThat(told(prod, "imageRepository")).isEqualTo("iad.ocir.io/tenancy-namespace/pixel");
        assertThat(told(prod, "url")).isEqualTo("https://play.example.com/");
        assertThat(dev.result().outputs()).containsOnlyKeys("clusterId");
        var below = Stacks.declared("demo", Map.of("host", "play.example.com", "pathPrefix", "/game"));
        assertThat(told(below, "url")).isEqualTo("http://play.example.com/game/");
    }

    private static Object told(RecordedStack stack, String output) {
        return PulumiTest.extractValue(stack.result().output(output));
    }

    @Test
    void the_autoscaler_is_of_the_clusters_minor() {
        assertThat(dev.the("kubernetes:helm.sh/v3:Release", "cluster-autoscaler")
                        .text("values.image.tag"))
                .isEqualTo("v1.34.0");
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

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.test.PulumiTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What each committed stack, and a stack with a switch turned, makes of its cluster. */
class ClusterShapesTest {
    private static final String POOL = "oci:ContainerEngine/nodePool:NodePool";
    private static final String STASH = "pulumi:index:Stash";
    private static final String CLUSTER = "oci:ContainerEngine/cluster:Cluster";
    private static final String TWO_POOLS = """
            [{"shape": "BM.GPU.A10.4", "availabilityDomain": 1, "bootVolumeGb": 200, "min": 1, "max": 4,
              "capacityReservation": "ocid1.capacityreservation.oc1.iad.aaaa"},
             {"name": "spare", "shape": "VM.GPU.A10.1", "availabilityDomain": 2, "bootVolumeGb": 200,
              "min": 0, "max": 8, "preemptible": true}]
            """;
    private static RecordedStack dev;
    private static RecordedStack prod;
    private static RecordedStack twoPools;

    @BeforeAll
    static void declare() {
        dev = Stacks.declared("dev", Map.of());
        prod = Stacks.declared("prod", Map.of());
        twoPools = Stacks.declared("prod", Map.of("gpuPools", TWO_POOLS, "gpuSharing", "timeSlicing"));
    }

    @Test
    void each_gpu_pool_is_in_its_own_domain_with_its_own_capacity() {
        var reserved = twoPools.the(POOL, "pixel-prod-gpu");
        assertThat(reserved.text("nodeConfigDetails.placementConfigs.0.availabilityDomain"))
                .isEqualTo("XYZ-AD-1");
        assertThat(reserved.text("nodeConfigDetails.placementConfigs.0.capacityReservationId"))
                .isEqualTo("ocid1.capacityreservation.oc1.iad.aaaa");
        var spare = twoPools.the(POOL, "pixel-prod-spare");
        assertThat(spare.text("nodeConfigDetails.placementConfigs.0.availabilityDomain"))
                .isEqualTo("XYZ-AD-2");
        assertThat(spare.text("nodeConfigDetails.placementConfigs.0.preemptibleNodeConfig.preemptionAction.type"))
                .isEqualTo("TERMINATE");
    }

    @Test
    void the_autoscaler_tries_gpu_pools_in_the_stacks_order() {
        var autoscaler = twoPools.the("kubernetes:helm.sh/v3:Release", "cluster-autoscaler");
        assertThat(autoscaler.text("values.extraArgs.expander")).isEqualTo("priority,least-waste");
        assertThat(autoscaler.input("values.expanderPriorities").toString())
                .isEqualTo("{\"1\":[\".*\"],\"2\":[\"^pixel-prod-spare-id$\"]," + "\"3\":[\"^pixel-prod-gpu-id$\"]}");
    }

    @Test
    void a_gpu_pool_starts_empty_where_an_autoscaler_fills_it() {
        for (String pool : List.of("pixel-prod-gpu", "pixel-prod-spare")) {
            var gpu = twoPools.the(POOL, pool);
            assertThat(gpu.input("nodeConfigDetails.size").getAsInt()).isZero();
            assertThat(gpu.ignoredChanges()).containsExactly("nodeConfigDetails.size");
        }
        var byHand = Stacks.declared("prod", Map.of("releases", "{\"cluster-autoscaler\":\"none\"}"));
        assertThat(byHand.the(POOL, "pixel-prod-gpu")
                        .input("nodeConfigDetails.size")
                        .getAsInt())
                .isEqualTo(1);
    }

    @Test
    void only_streams_wait_for_gpu_nodes_beside_the_autoscaler() {
        assertThat(waitingFor(twoPools, "pixel-prod-gpu"))
                .allMatch(name -> name.equals("cluster-autoscaler") || name.startsWith("stream"))
                .contains("stream", "cluster-autoscaler");
    }

    @Test
    void only_relays_wait_for_turn_nodes_beside_the_autoscaler() {
        var nodes = prod.the(POOL, "pixel-prod-turn");
        assertThat(prod.resources().stream()
                        .filter(resource -> prod.before(resource).contains(nodes)))
                .isNotEmpty()
                .allMatch(resource -> resource.name().equals("cluster-autoscaler")
                        || resource.namespace().equals("pixel-turn"));
    }

    private static List<String> waitingFor(RecordedStack stack, String pool) {
        var nodes = stack.the(POOL, pool);
        return stack.resources().stream()
                .filter(resource -> stack.before(resource).contains(nodes))
                .map(Registered::name)
                .toList();
    }

    @Test
    void an_old_gpu_pool_makes_the_same_pool() {
        var old = Stacks.declared(
                "prod",
                Map.of(
                        "gpuPool",
                        "{\"shape\":\"BM.GPU.A10.4\",\"availabilityDomain\":1,\"bootVolumeGb\":200,\"min\":1,\"max\":4}"));
        assertThat(old.ofType(POOL))
                .extracting(Registered::urn)
                .containsExactlyInAnyOrderElementsOf(
                        prod.ofType(POOL).stream().map(Registered::urn).toList());
        assertThat(old.the(POOL, "pixel-prod-gpu").inputs())
                .isEqualTo(prod.the(POOL, "pixel-prod-gpu").inputs());
    }

    @Test
    void an_old_gpu_pool_is_warned_of() {
        var settings = Stacks.settings("dev", Map.of("gpuPool", "{}"));
        StackConfig.from(settings);
        assertThat(settings.warnings()).singleElement().asString().contains("pixel:gpuPools");
    }

    @Test
    void no_node_answers_version_1_of_the_metadata_service() {
        for (RecordedStack stack : List.of(dev, twoPools)) {
            assertThat(stack.ofType(POOL))
                    .allSatisfy(pool -> assertThat(pool.text("nodeMetadata.areLegacyImdsEndpointsDisabled"))
                            .isEqualTo("true"));
        }
    }

    @Test
    void only_default_nodes_are_backends_of_load_balancers() {
        assertThat(twoPools.ofType(POOL))
                .allSatisfy(pool -> assertThat(
                                labels(pool).containsKey("node.kubernetes.io/exclude-from-external-load-balancers"))
                        .isEqualTo(!pool.name().endsWith("-default")));
    }

    @Test
    void time_slicing_keeps_okes_device_plugin_away() {
        assertThat(labels(twoPools.the(POOL, "pixel-prod-spare")))
                .containsEntry("oci.oraclecloud.com/disable-gpu-device-plugin", "true");
        assertThat(labels(prod.the(POOL, "pixel-prod-gpu")))
                .doesNotContainKey("oci.oraclecloud.com/disable-gpu-device-plugin");
    }

    private static Map<String, String> labels(Registered pool) {
        return pool.inputs().has("initialNodeLabels")
                ? pool.input("initialNodeLabels").getAsJsonArray().asList().stream()
                        .map(label -> label.getAsJsonObject())
                        .collect(Collectors.toMap(
                                label -> label.get("key").getAsString(),
                                label -> label.get("value").getAsString()))
                : Map.of();
    }

    @Test
    void nodes_are_exchanged_after_an_upgrade_where_the_stack_says_so() {
        var pool = prod.the(POOL, "pixel-prod-default");
        assertThat(pool.input("nodePoolCyclingDetails.isNodeCyclingEnabled").getAsBoolean())
                .isTrue();
        assertThat(pool.text("nodePoolCyclingDetails.maximumSurge")).isEqualTo("1");
        assertThat(dev.the(POOL, "pixel-dev-default").inputs().has("nodePoolCyclingDetails"))
                .isFalse();
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
    void addresses_are_protected_in_prod_only() {
        assertThat(prod.resources().stream().filter(Registered::isProtected).map(Registered::type))
                .containsExactlyInAnyOrder("oci:Core/vcn:Vcn", CLUSTER, "oci:Core/publicIp:PublicIp");
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
        assertThat(provider.dependencies())
                .contains("pixel-prod-default")
                .doesNotContain("pixel-prod-turn", "pixel-prod-gpu");
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
    void the_stack_tells_its_page_and_its_cluster() {
        assertThat(told(prod, "clusterId")).isEqualTo("pixel-prod-id");
        assertThat(told(prod, "url")).isEqualTo("https://play.example.com/");
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

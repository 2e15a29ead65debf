// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The node pools that the committed stacks declare, and stacks with one setting changed. */
class NodePoolShapesTest {
    private static final String POOL = "oci:ContainerEngine/nodePool:NodePool";
    private static final String STASH = "pulumi:index:Stash";
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
    void a_stack_without_gpus_declares_neither_their_pool_nor_their_addon() {
        assertThat(dev.ofType(POOL))
                .extracting(Registered::name)
                .containsExactlyInAnyOrder("pixel-dev-default", "pixel-dev-turn");
        assertThat(dev.ofType("oci:ContainerEngine/addon:Addon")).isEmpty();
    }

    @Test
    void a_stack_with_gpus_declares_their_pool_with_their_addon() {
        assertThat(prod.the(POOL, "pixel-prod-gpu").text("nodeShape")).isEqualTo("BM.GPU.A10.4");
        assertThat(prod.the("oci:ContainerEngine/addon:Addon", "pixel-prod-nvidia")
                        .text("addonName"))
                .isEqualTo("NvidiaGpuPlugin");
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
                .isEqualTo("{\"1\":[\".*\"],\"2\":[\"^pixel-prod-spare-id$\"],\"3\":[\"^pixel-prod-gpu-id$\"]}");
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
        var old = Stacks.declared("prod", Map.of("gpuPool", """
                {"shape": "BM.GPU.A10.4", "availabilityDomain": 1, "bootVolumeGb": 200, "min": 1, "max": 4}"""));
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
    void gpu_nodes_get_an_image_for_gpus() {
        assertThat(prod.the(POOL, "pixel-prod-gpu").text("nodeSourceDetails.imageId"))
                .contains("GPU")
                .contains("1.34.2");
    }

    @Test
    void gpu_nodes_stay_in_their_domain() {
        assertThat(prod.the(POOL, "pixel-prod-gpu")
                        .input("nodeConfigDetails.placementConfigs")
                        .getAsJsonArray())
                .hasSize(1);
    }

    @Test
    void a_bare_metal_shape_has_its_size_by_itself() {
        assertThat(prod.the(POOL, "pixel-prod-gpu").inputs().has("nodeShapeConfig"))
                .isFalse();
    }

    /** OKE itself taints GPU nodes. */
    @Test
    void gpu_nodes_have_a_label_without_a_taint_of_ours() {
        var gpu = prod.the(POOL, "pixel-prod-gpu");
        assertThat(gpu.text("initialNodeLabels.0.key")).isEqualTo("app.pixel/gpu");
        assertThat(script(gpu)).doesNotContain("taints");
    }

    @Test
    void turn_nodes_are_in_the_public_network_of_relays() {
        var turn = dev.the(POOL, "pixel-dev-turn");
        assertThat(turn.text("nodeConfigDetails.placementConfigs.0.subnetId")).isEqualTo("pixel-dev-turn-id");
        assertThat(turn.text("nodeConfigDetails.nsgIds.0")).isEqualTo("pixel-dev-turn-id");
    }

    @Test
    void turn_nodes_keep_other_pods_away_from_the_moment_they_join() {
        var turn = dev.the(POOL, "pixel-dev-turn");
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
    void default_nodes_are_spread_over_every_domain() {
        var placements = dev.the(POOL, "pixel-dev-default")
                .input("nodeConfigDetails.placementConfigs")
                .getAsJsonArray();
        assertThat(placements).hasSize(3).allSatisfy(placement -> {
            assertThat(placement.getAsJsonObject().get("faultDomains").getAsJsonArray())
                    .hasSize(3);
            assertThat(placement.getAsJsonObject().get("subnetId").getAsString())
                    .isEqualTo("pixel-dev-workers-id");
        });
    }

    @Test
    void default_nodes_have_no_label_of_ours() {
        assertThat(dev.the(POOL, "pixel-dev-default").inputs().has("initialNodeLabels"))
                .isFalse();
    }

    @Test
    void the_size_of_a_pool_belongs_to_the_autoscaler_only_where_it_may_vary() {
        assertThat(dev.the(POOL, "pixel-dev-default").ignoredChanges()).containsExactly("nodeConfigDetails.size");
        assertThat(dev.the(POOL, "pixel-dev-turn").ignoredChanges()).isEmpty();
    }

    @Test
    void a_pool_keeps_the_image_that_was_chosen_first() {
        var kept = dev.the(STASH, "pixel-dev-turn-image-v1.34.2");
        assertThat(kept.ignoredChanges()).containsExactly("input");
        assertThat(kept.provider()).isEmpty();
        assertThat(kept.text("input")).endsWith("-0-OKE-1.34.2-1362");
        assertThat(dev.the(POOL, "pixel-dev-turn").text("nodeSourceDetails.imageId"))
                .isEqualTo(kept.text("input"));
        assertThat(dev.the(POOL, "pixel-dev-turn").dependencies()).contains("pixel-dev-turn-image-v1.34.2");
    }

    @Test
    void another_kind_of_processor_gets_another_image() {
        var arm = Stacks.declared("dev", Map.of("turnPool", """
                {"shape": "VM.Standard.A1.Flex", "ocpus": 2, "memoryGb": 16, "bootVolumeGb": 50,
                 "min": 1, "max": 1}"""));
        assertThat(arm.the(STASH, "pixel-dev-turn-image-v1.34.2-arm").text("input"))
                .contains("-aarch64-");
        assertThat(arm.named(STASH, "pixel-dev-turn-image-v1.34.2")).isEmpty();
    }
}

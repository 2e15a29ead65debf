// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.oci.ContainerEngine.outputs.GetNodePoolOptionSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sentences with which a preview refuses settings that OKE cannot serve. */
class OkeCatalogTest {
    private static final OkeCatalog CATALOG = new OkeCatalog(
            List.of("v1.33.1", "v1.34.2"),
            Stream.of(
                            "Oracle-Linux-8.10-2026.04.30-0-OKE-1.34.2-1362",
                            "Oracle-Linux-8.10-2026.04.30-0-OKE-1.33.1-1362",
                            "Oracle-Linux-8.10-Gen2-GPU-2026.04.30-0-OKE-1.33.1-1362")
                    .map(name -> new GetNodePoolOptionSource.Builder()
                            .imageId("id of " + name)
                            .sourceName(name)
                            .sourceType("IMAGE")
                            .build())
                    .toList(),
            domains());

    private static Map<String, Set<String>> domains() {
        Map<String, Set<String>> domains = new LinkedHashMap<>();
        // The region's own order is not that of the numbers.
        domains.put("XyZ:IAD-AD-2", Set.of("VM.Standard.E4.Flex", "VM.GPU.A10.1", "VM.GPU.A10.2"));
        domains.put("XyZ:IAD-AD-1", Set.of("VM.Standard.E4.Flex", "BM.GPU.A10.4"));
        return domains;
    }

    private static List<String> refusals(String version, NodePoolSpec... pools) {
        return CATALOG.refusals(new OkeSettings(
                version,
                true,
                Optional.of(pool(NodePoolSpec.Role.DEFAULT, "defaultPool", "VM.Standard.E4.Flex", Optional.empty())),
                Optional.empty(),
                List.of(pools),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty()));
    }

    private static NodePoolSpec pool(
            NodePoolSpec.Role role, String setting, String shape, Optional<Integer> availabilityDomain) {
        return new NodePoolSpec(
                role,
                setting,
                role.word(),
                NodeShape.named(shape).orElseThrow(),
                availabilityDomain,
                2,
                16,
                50,
                1,
                2,
                new Capacity.OnDemand());
    }

    private static NodePoolSpec gpus(String shape, int availabilityDomain) {
        return pool(NodePoolSpec.Role.GPU, "gpuPools[0]", shape, Optional.of(availabilityDomain));
    }

    @Test
    void an_offered_stack_is_accepted() {
        assertThat(refusals("v1.33.1", gpus("BM.GPU.A10.4", 1))).isEmpty();
    }

    @Test
    void a_version_that_oke_does_not_offer_is_refused_with_the_offered_ones() {
        assertThat(refusals("v1.32.1"))
                .containsExactly("pixel:kubernetesVersion is \"v1.32.1\", but OKE offers v1.33.1, v1.34.2.");
    }

    @Test
    void a_shape_is_refused_with_those_of_its_domain() {
        assertThat(refusals("v1.33.1", gpus("BM.GPU.A10.4", 2)))
                .containsExactly("pixel:gpuPools[0].shape is \"BM.GPU.A10.4\", but XyZ:IAD-AD-2 offers"
                        + " VM.GPU.A10.1, VM.GPU.A10.2; XyZ:IAD-AD-1 has it.");
    }

    @Test
    void a_domain_that_the_region_lacks_is_refused_with_its_domains() {
        assertThat(refusals("v1.33.1", gpus("BM.GPU.A10.4", 3)))
                .containsExactly("pixel:gpuPools[0].availabilityDomain is 3, but the region has"
                        + " XyZ:IAD-AD-2, XyZ:IAD-AD-1.");
    }

    @Test
    void a_version_without_an_image_is_refused_with_the_versions_that_have_one() {
        assertThat(refusals("v1.34.2", gpus("BM.GPU.A10.4", 1)))
                .containsExactly(
                        "pixel:kubernetesVersion is \"v1.34.2\", but OKE has no image for BM.GPU.A10.4 with it;"
                                + " it has some for v1.33.1.");
    }

    @Test
    void a_number_means_the_domain_whose_name_ends_in_it() {
        assertThat(CATALOG.domains(gpus("BM.GPU.A10.4", 1))).containsExactly("XyZ:IAD-AD-1");
        assertThat(CATALOG.domains(gpus("BM.GPU.A10.4", 2))).containsExactly("XyZ:IAD-AD-2");
    }

    @Test
    void a_pool_without_a_number_is_in_every_domain() {
        assertThat(CATALOG.domains(
                        pool(NodePoolSpec.Role.DEFAULT, "defaultPool", "VM.Standard.E4.Flex", Optional.empty())))
                .containsExactly("XyZ:IAD-AD-2", "XyZ:IAD-AD-1");
    }
}

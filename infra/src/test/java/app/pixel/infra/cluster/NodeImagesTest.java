// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.oci.ContainerEngine.outputs.GetNodePoolOptionSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NodeImagesTest {
    private static final List<GetNodePoolOptionSource> OFFERED = Stream.of(
                    "Oracle-Linux-8.10-2026.03.31-0-OKE-1.34.2-1340",
                    "Oracle-Linux-8.10-2026.04.30-0-OKE-1.34.2-1362",
                    "Oracle-Linux-8.10-2026.04.30-0-OKE-1.33.1-1362",
                    "Oracle-Linux-8.10-aarch64-2026.05.31-0-OKE-1.34.2-1370",
                    "Oracle-Linux-8.10-Gen2-GPU-2026.02.28-0-OKE-1.34.2-1300",
                    "Oracle-Linux-9.6-2026.06.30-0-OKE-1.34.2-1380",
                    "Oracle-Linux-8.10-2026.06.30-0",
                    "Custom image")
            .map(name -> new GetNodePoolOptionSource.Builder()
                    .imageId("id of " + name)
                    .sourceName(name)
                    .sourceType("IMAGE")
                    .build())
            .toList();

    private static java.util.Optional<String> chosen(String version, String shape) {
        return NodeImages.choose(OFFERED, version, NodeShape.named(shape).orElseThrow());
    }

    @Test
    void the_newest_image_that_fits_the_shape_is_chosen() {
        assertThat(chosen("v1.34.2", "VM.Standard.E4.Flex"))
                .contains("id of Oracle-Linux-8.10-2026.04.30-0-OKE-1.34.2-1362");
        assertThat(chosen("v1.34.2", "VM.Standard.A1.Flex"))
                .contains("id of Oracle-Linux-8.10-aarch64-2026.05.31-0-OKE-1.34.2-1370");
        assertThat(chosen("v1.34.2", "BM.GPU.A10.4"))
                .contains("id of Oracle-Linux-8.10-Gen2-GPU-2026.02.28-0-OKE-1.34.2-1300");
    }

    @Test
    void nothing_is_chosen_when_nothing_fits() {
        assertThat(chosen("v1.33.1", "BM.GPU.A10.4")).isEmpty();
        assertThat(chosen("v1.3.2", "VM.Standard.E4.Flex")).isEmpty();
    }
}

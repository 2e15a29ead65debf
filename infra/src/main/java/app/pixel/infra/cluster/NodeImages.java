// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import com.pulumi.oci.ContainerEngine.outputs.GetNodePoolOptionSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Chooses a pool's image among those that OKE offers, by their names: nothing else says what they are for. */
final class NodeImages {
    /** For example {@code Oracle-Linux-8.10-Gen2-GPU-2026.04.30-0-OKE-1.34.2-1362}. */
    private static final Pattern OKE_IMAGE = Pattern.compile(
            "Oracle-Linux-8\\.\\d+-(?<kind>.*?)(?<date>\\d{4}\\.\\d{2}\\.\\d{2})-\\d+-OKE-(?<version>[\\d.]+)-\\d+");

    private NodeImages() {}

    /** The newest image for a Kubernetes version and a shape's processor and GPU; empty when OKE has none. */
    static Optional<String> choose(List<GetNodePoolOptionSource> sources, String kubernetesVersion, NodeShape shape) {
        return sources.stream()
                .map(source -> new Candidate(source.imageId(), source.sourceName()))
                .filter(candidate -> candidate.fits(kubernetesVersion, shape))
                .max(Comparator.comparing(Candidate::date).thenComparing(Candidate::name))
                .map(Candidate::imageId);
    }

    private record Candidate(String imageId, String name) {
        boolean fits(String kubernetesVersion, NodeShape shape) {
            var parts = OKE_IMAGE.matcher(name);
            return parts.matches()
                    && kubernetesVersion.equals("v" + parts.group("version"))
                    && parts.group("kind").contains("aarch64") == shape.isArm()
                    && parts.group("kind").contains("GPU") == shape.gpus() > 0;
        }

        String date() {
            var parts = OKE_IMAGE.matcher(name);
            return parts.matches() ? parts.group("date") : "";
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * OKE's offer: some Kubernetes versions, and node images of every kind for each version, rebuilt every few weeks. Only
 * an image's name tells its purpose, so images without any relation to OKE are among them.
 */
final class OkeOffer {

    static final String IMAGES = "oci:ContainerEngine/getNodePoolOption:getNodePoolOption";
    static final String VERSIONS = "oci:ContainerEngine/getClusterOption:getClusterOption";

    private static final List<String> KINDS = List.of("", "Gen2-GPU-", "aarch64-");

    private final List<String> versions;
    private final List<String> builds = new CopyOnWriteArrayList<>(List.of("2026.03.31-0", "2026.04.30-0"));

    OkeOffer(List<String> versions) {
        this.versions = List.copyOf(versions);
    }

    /** The newest images from now on are of this day. */
    void build(String date) {
        builds.add(date + "-0");
    }

    /** The answer of both functions. */
    Map<String, Object> answer() {
        var sources = images().map(name -> Map.of("imageId", name, "sourceName", name, "sourceType", "IMAGE"))
                .toList();
        return Map.of("kubernetesVersions", versions, "sources", sources);
    }

    private Stream<String> images() {
        Stream<String> ofOke = versions.stream()
                .flatMap(version -> KINDS.stream()
                        .flatMap(kind -> builds.stream()
                                .map(build ->
                                        "Oracle-Linux-8.10-%s%s-OKE-%s-1362".formatted(kind, build, plain(version)))));
        return Stream.concat(
                Stream.of(
                        "Oracle-Linux-9.6-2026.06.30-0-OKE-%s-1380".formatted(plain(versions.getLast())),
                        "Custom image"),
                ofOke);
    }

    /** Returns OKE's objection to a node pool of a cluster with that version, or empty. */
    Optional<String> refusal(Map<String, Object> pool, String clusterVersion) {
        String version = Json.text(pool, "kubernetesVersion");
        String image = Json.text(pool, "nodeSourceDetails", "imageId");
        if (!versions.contains(version)) {
            return Optional.of("400-InvalidParameter: Invalid kubernetesVersion " + version);
        }
        if (Arrays.compare(numbers(version), numbers(clusterVersion)) > 0) {
            return Optional.of(
                    "400-InvalidParameter: nodes of %s in a cluster of %s".formatted(version, clusterVersion));
        }
        if (images().noneMatch(image::equals)) {
            return Optional.of("404-NotAuthorizedOrNotFound: " + image);
        }
        return image.contains("-OKE-" + plain(version) + "-")
                ? Optional.empty()
                : Optional.of(
                        "409-Conflict, Kubernetes version does not match Kubernetes version of OKE worker node image ("
                                + image + ")");
    }

    private static String plain(String version) {
        return version.replaceFirst("^v", "");
    }

    private static int[] numbers(String version) {
        return Stream.of(plain(version).split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}

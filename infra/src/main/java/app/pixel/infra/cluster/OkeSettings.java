// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import app.pixel.infra.cluster.NodePoolSpec.Role;
import app.pixel.infra.settings.Settings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The cluster that a stack makes.
 *
 * @param nvidiaPluginVersion of OKE's add-on; what OKE installs where empty
 * @param ociRepository name of the image repository to make; none where empty
 */
public record OkeSettings(
        String kubernetesVersion,
        Optional<NodePoolSpec> defaultPool,
        Optional<NodePoolSpec> turnPool,
        Optional<NodePoolSpec> gpuPool,
        Optional<String> nvidiaPluginVersion,
        Optional<String> ociRepository) {
    private static final Pattern VERSION = Pattern.compile("v1\\.\\d{2}\\.\\d{1,2}");

    public OkeSettings {
        if (defaultPool.isEmpty()) {
            throw new IllegalArgumentException(
                    "pixel:defaultPool is empty, but must describe the nodes that the platform's services run on.");
        }
    }

    public static OkeSettings from(Settings settings) {
        return new OkeSettings(
                settings.matching(
                        "kubernetesVersion", VERSION, "a Kubernetes version that OKE offers, such as v1.34.2"),
                NodePoolSpec.from(settings, Role.DEFAULT),
                NodePoolSpec.from(settings, Role.TURN),
                NodePoolSpec.from(settings, Role.GPU),
                settings.optionalString("nvidiaPluginVersion"),
                settings.optionalString("ociRepository"));
    }

    List<NodePoolSpec> pools() {
        return Stream.of(defaultPool, turnPool, gpuPool)
                .flatMap(Optional::stream)
                .toList();
    }

    public boolean hasTurnNodes() {
        return turnPool.isPresent();
    }

    public boolean hasGpuNodes() {
        return gpuPool.isPresent();
    }

    /** Nodes that share the workers' subnet, all pools at their largest. */
    public int mostWorkers() {
        return Stream.of(defaultPool, gpuPool)
                .flatMap(Optional::stream)
                .mapToInt(NodePoolSpec::max)
                .sum();
    }

    public int mostTurnNodes() {
        return turnPool.map(NodePoolSpec::max).orElse(0);
    }
}

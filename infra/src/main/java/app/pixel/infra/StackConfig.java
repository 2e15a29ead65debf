// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import app.pixel.infra.cluster.ClusterSettings;
import app.pixel.infra.releases.Chart;
import app.pixel.infra.releases.GpuSharing;
import app.pixel.infra.releases.ReleaseSettings;
import app.pixel.infra.settings.Settings;
import app.pixel.infra.workloads.WorkloadSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The settings of a stack, one record for each part of the platform; only its making reads configuration. */
public record StackConfig(
        ClusterSettings cluster, ReleaseSettings releases, WorkloadSettings workloads, SecretSettings secrets) {

    /** Refuses settings of one part that another part cannot serve. */
    public StackConfig {
        if (cluster instanceof ClusterSettings.Oke oke) {
            if (releases.gpuSharing().usesGpus() && !oke.cluster().hasGpuNodes()) {
                throw new IllegalArgumentException("pixel:gpuPools is [], but streams wait for a GPU:"
                        + " describe a pool, or set pixel:gpuSharing to \"none\".");
            }
            if (releases.gpuSharing() instanceof GpuSharing.Shared) {
                oke.cluster().shapeWithSeveralGpus().ifPresent(StackConfig::refuseShared);
            }
            if (!releases.available(Chart.CLUSTER_AUTOSCALER)) {
                oke.cluster().emptyPool().ifPresent(StackConfig::refuseEmptyPool);
            }
            if (workloads.hasRelays() && !oke.cluster().hasTurnNodes()) {
                throw new IllegalArgumentException("pixel:turnPool is {}, but relays need nodes with public addresses:"
                        + " describe a pool, or set pixel:turn to \"off\".");
            }
        }
        workloads.requireServicesOf(releases);
        if (cluster instanceof ClusterSettings.Oke oke && workloads.hasRelays()) {
            workloads.requireRelaysWithin(oke.cluster().mostTurnNodes());
        }
    }

    /** Sentences about settings that do less than they seem to; the stack works all the same. */
    List<String> notices() {
        List<String> notices = new ArrayList<>(workloads.noticesOf(releases));
        if (cluster instanceof ClusterSettings.Oke) {
            workloads.noticeOfEvictionGrace().ifPresent(notices::add);
        }
        return List.copyOf(notices);
    }

    private static void refuseShared(String shape) {
        throw new IllegalArgumentException(
                "pixel:gpuSharing is \"shared\", but %s has several GPUs, and every stream would draw on the first:"
                                .formatted(shape)
                        + " choose timeSlicing, or a shape with one GPU.");
    }

    private static void refuseEmptyPool(String pool) {
        throw new IllegalArgumentException(
                "pixel:%s.min is 0, but pixel:releases.cluster-autoscaler is \"none\": nothing would add a node."
                        .formatted(pool));
    }

    /**
     * Reads and judges the whole stack.
     *
     * @throws app.pixel.infra.settings.InvalidSettings with one sentence for each setting that is not allowed
     */
    public static StackConfig from(Settings settings) {
        Optional<ClusterSettings> cluster = settings.section(ClusterSettings::from);
        Optional<ReleaseSettings> releases = settings.section(ReleaseSettings::from);
        Optional<WorkloadSettings> workloads = settings.section(WorkloadSettings::from);
        Optional<SecretSettings> secrets = settings.section(SecretSettings::from);
        Optional<StackConfig> config = cluster.flatMap(c -> releases.flatMap(r ->
                workloads.flatMap(w -> secrets.flatMap(s -> settings.section(_ -> new StackConfig(c, r, w, s))))));
        settings.finish();
        return config.orElseThrow();
    }
}

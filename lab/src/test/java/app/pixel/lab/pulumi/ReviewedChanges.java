// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The effects of one changed setting on a running stack, reviewed line by line. Everything else stays as it is. Above
 * all, no weekly change replaces a VCN, cluster or certificate.
 */
final class ReviewedChanges {

    /**
     * A change, made after the ones before it.
     *
     * @param steps the plan, one step a line, sorted
     */
    record Change(String title, Consumer<Platform> make, String steps) {}

    /**
     * Resources that users have built upon or would have to wait for: addresses, the cluster and its nodes, data, and
     * ingresses with a certificate.
     */
    private static final Set<String> KEPT = Set.of(
            OciStandIn.VCN,
            OciStandIn.CLUSTER,
            OciStandIn.NODE_POOL,
            "kubernetes:core/v1:Namespace",
            "kubernetes:apps/v1:StatefulSet",
            "kubernetes:networking.k8s.io/v1:Ingress");

    private ReviewedChanges() {}

    /** Returns true for a step that no change of a table may take, even if it was reviewed. */
    static boolean losesWhatIsKept(PlannedStep step) {
        boolean goes = step.operation().contains("replace") || step.operation().contains("delete");
        return goes && (KEPT.contains(step.type()) || step.type().startsWith("kubernetes:cert-manager.io/"));
    }

    static List<Change> of(String stack) {
        return switch (stack) {
            case "demo" -> DemoChanges.reviewed();
            case "dev" -> DevChanges.reviewed();
            case "prod" -> ProdChanges.reviewed();
            default -> throw new IllegalArgumentException("The changes of the stack " + stack + " are not reviewed.");
        };
    }

    static Consumer<Platform> set(String setting, Object value) {
        return platform -> platform.pulumi().set(setting, value);
    }

    static Consumer<Platform> secret(String setting) {
        return platform -> platform.pulumi().setSecret(setting, "nothing-but-a-test-would-say-this");
    }

    /** The nodes of a pool without GPUs. */
    static Consumer<Platform> nodes(
            String role, String shape, int ocpus, int memoryGb, int bootVolumeGb, int min, int max) {
        Map<String, Object> pool = new TreeMap<>(Map.of("shape", shape, "ocpus", ocpus, "memoryGb", memoryGb));
        pool.putAll(Map.of("bootVolumeGb", bootVolumeGb, "min", min, "max", max));
        return set(role + "Pool", pool);
    }

    /** The nodes of the only pool with GPUs, in the first availability domain, one at least. */
    static Consumer<Platform> gpuNodes(String shape, int bootVolumeGb, int max) {
        return set(
                "gpuPools",
                List.of(Map.of(
                        "shape", shape, "availabilityDomain", 1, "bootVolumeGb", bootVolumeGb, "min", 1, "max", max)));
    }

    /** Charts' versions are the program's, not settings: the stack is as a program with an older one left it. */
    static Consumer<Platform> newer(String release) {
        return platform -> {
            Map<String, Object> installed =
                    Json.map(platform.kubernetes().releases().installed().get(release));
            String version = '"' + Json.text(installed, "version") + '"';
            String state = platform.pulumi().export();
            platform.pulumi().importState(state.replace(version, "\"0.1.0\""));
        };
    }
}

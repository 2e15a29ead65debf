// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.engine;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What one changed setting may do to a stack that is up, reviewed line by line. Everything else stays as it is: above
 * all, no VCN, cluster or certificate is ever replaced by what people change every week.
 */
final class ReviewedChanges {

    /**
     * A change, made after the ones before it.
     *
     * @param steps what is planned, one step a line, sorted
     */
    record Change(String title, Consumer<Platform> make, String steps) {}

    private ReviewedChanges() {}

    static List<Change> of(String stack) {
        return switch (stack) {
            case "demo" -> demo();
            case "dev" -> dev();
            case "prod" -> prod();
            default -> throw new IllegalArgumentException("nobody reviewed changes of " + stack);
        };
    }

    private static List<Change> demo() {
        return List.of(
                new Change("the next release of our services", set("imageTag", "1.0.1"), """
                        update kubernetes:apps/v1:Deployment matchmaker [spec.template.spec.containers[0].image]
                        update kubernetes:apps/v1:Deployment player [spec.template.spec.containers[0].image]
                        update kubernetes:apps/v1:Deployment stream [spec.template.spec.containers[1].image]
                        """),
                new Change("a host name", set("host", "play.example.com"), """
                        update kubernetes:networking.k8s.io/v1:Ingress matchmaker [spec.rules[0].host]
                        update kubernetes:networking.k8s.io/v1:Ingress page [spec.rules[0].host]
                        """),
                new Change("a TURN secret of one's own", secret("turnSecret"), """
                        delete pulumi:index:Stash turn-secret
                        """),
                new Change("a newer kube-prometheus-stack", newer("monitoring/kube-prometheus-stack"), """
                        update kubernetes:helm.sh/v3:Release kube-prometheus-stack [version]
                        """));
    }

    private static List<Change> dev() {
        return List.of(
                new Change(
                        "room for more nodes", set("defaultPool", pool("VM.Standard.E4.Flex", 2, 16, 50, 2, 5)), """
                        update kubernetes:helm.sh/v3:Release cluster-autoscaler [values.autoscalingGroups[0].maxSize]
                        """),
                new Change("a second relay node", set("turnPool", pool("VM.Standard.E4.Flex", 1, 8, 50, 2, 2)), """
                        update oci:ContainerEngine/nodePool:NodePool pixel-dev-turn [nodeConfigDetails.size]
                        """),
                new Change("larger relay nodes", set("turnPool", pool("VM.Standard.E4.Flex", 2, 16, 50, 2, 2)), """
                        update oci:ContainerEngine/nodePool:NodePool pixel-dev-turn [nodeShapeConfig.memoryInGbs, nodeShapeConfig.ocpus]
                        """),
                new Change("a host name", set("host", "play.example.com"), """
                        update kubernetes:networking.k8s.io/v1:Ingress matchmaker [spec.rules[0].host]
                        update kubernetes:networking.k8s.io/v1:Ingress page [spec.rules[0].host]
                        """),
                new Change("a TURN secret of one's own", secret("turnSecret"), """
                        delete pulumi:index:Stash turn-secret
                        update kubernetes:core/v1:Secret turn-signing [stringData.secrets]
                        update kubernetes:core/v1:Secret turn-signing [stringData.secrets]
                        """),
                new Change("a newer Traefik", newer("traefik/traefik"), """
                        update kubernetes:helm.sh/v3:Release traefik [version]
                        """));
    }

    private static List<Change> prod() {
        return List.of(
                new Change(
                        "room for more GPU nodes",
                        set(
                                "gpuPool",
                                Map.of(
                                        "shape", "BM.GPU.A10.4",
                                        "availabilityDomain", 1,
                                        "bootVolumeGb", 200,
                                        "min", 1,
                                        "max", 6)),
                        """
                        update kubernetes:helm.sh/v3:Release cluster-autoscaler [values.autoscalingGroups[2].maxSize]
                        """),
                new Change(
                        "another GPU shape",
                        set(
                                "gpuPool",
                                Map.of(
                                        "shape", "VM.GPU.A10.1",
                                        "availabilityDomain", 1,
                                        "bootVolumeGb", 200,
                                        "min", 1,
                                        "max", 6)),
                        """
                        update oci:ContainerEngine/nodePool:NodePool pixel-prod-gpu [nodeShape]
                        """),
                new Change("GPUs shared by time", set("gpuSharing", "timeSlicing"), """
                        create kubernetes:helm.sh/v3:Release nvidia-device-plugin
                        delete oci:ContainerEngine/addon:Addon pixel-prod-nvidia
                        """),
                new Change("another host name", set("host", "stream.example.com"), """
                        update kubernetes:networking.k8s.io/v1:Ingress matchmaker [spec.rules[0].host, spec.tls[0].hosts[0]]
                        update kubernetes:networking.k8s.io/v1:Ingress page [spec.rules[0].host, spec.tls[0].hosts[0]]
                        """),
                new Change("a TURN secret of one's own", secret("turnSecret"), """
                        delete pulumi:index:Stash turn-secret
                        update kubernetes:core/v1:Secret turn-signing [stringData.secrets]
                        update kubernetes:core/v1:Secret turn-signing [stringData.secrets]
                        """),
                new Change("a newer cert-manager", newer("cert-manager/cert-manager"), """
                        update kubernetes:helm.sh/v3:Release cert-manager [version]
                        """));
    }

    private static Consumer<Platform> set(String setting, Object value) {
        return platform -> platform.pulumi().set(setting, value);
    }

    private static Consumer<Platform> secret(String setting) {
        return platform -> platform.pulumi().setSecret(setting, "nothing-but-a-test-would-say-this");
    }

    private static Map<String, Object> pool(String shape, int ocpus, int memoryGb, int bootVolumeGb, int min, int max) {
        return Map.of(
                "shape",
                shape,
                "ocpus",
                ocpus,
                "memoryGb",
                memoryGb,
                "bootVolumeGb",
                bootVolumeGb,
                "min",
                min,
                "max",
                max);
    }

    /** Charts' versions are the program's, not settings: the stack is as a program with an older one left it. */
    private static Consumer<Platform> newer(String release) {
        return platform -> {
            Map<String, Object> installed =
                    Json.map(platform.kubernetes().releases().installed().get(release));
            String version = '"' + Json.text(installed, "version") + '"';
            String state = platform.pulumi().export();
            platform.pulumi().importState(state.replace(version, "\"0.1.0\""));
        };
    }
}

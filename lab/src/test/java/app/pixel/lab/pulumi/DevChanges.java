// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import static app.pixel.lab.pulumi.ReviewedChanges.gpuNodes;
import static app.pixel.lab.pulumi.ReviewedChanges.newer;
import static app.pixel.lab.pulumi.ReviewedChanges.nodes;
import static app.pixel.lab.pulumi.ReviewedChanges.secret;
import static app.pixel.lab.pulumi.ReviewedChanges.set;

import app.pixel.lab.pulumi.ReviewedChanges.Change;
import java.util.List;

/** The dev stack: node pools with and without an autoscaler, relays on every node. */
final class DevChanges {

    private DevChanges() {}

    static List<Change> reviewed() {
        return List.of(
                new Change("room for more nodes", nodes("default", "VM.Standard.E4.Flex", 2, 16, 50, 2, 5), """
                        update kubernetes:helm.sh/v3:Release cluster-autoscaler [values.autoscalingGroups[0].maxSize]
                        """),
                new Change("a second relay node", nodes("turn", "VM.Standard.E4.Flex", 1, 8, 50, 2, 2), """
                        update oci:ContainerEngine/nodePool:NodePool pixel-dev-turn [nodeConfigDetails.size]
                        """),
                new Change("larger relay nodes", nodes("turn", "VM.Standard.E4.Flex", 2, 16, 50, 2, 2), """
                        update oci:ContainerEngine/nodePool:NodePool pixel-dev-turn \
                        [nodeShapeConfig.memoryInGbs, nodeShapeConfig.ocpus]
                        """),
                new Change("a host name", set("host", "play.example.com"), """
                        update kubernetes:networking.k8s.io/v1:Ingress matchmaker [spec.rules[0].host]
                        update kubernetes:networking.k8s.io/v1:Ingress page [spec.rules[0].host]
                        """),
                new Change("a TURN secret of one's own", secret("turnSecret"), """
                        delete pulumi:index:Stash turn-secret
                        update kubernetes:core/v1:Secret turn-signing [data.secrets]
                        update kubernetes:core/v1:Secret turn-signing [data.secrets]
                        """),
                new Change("a newer Traefik", newer("traefik/traefik"), """
                        update kubernetes:helm.sh/v3:Release traefik [version]
                        """),
                new Change(
                        "node images that OKE has built anew",
                        platform -> platform.oci().offer().build("2026.05.31"),
                        ""),
                new Change("the next patch of Kubernetes", set("kubernetesVersion", "v1.34.3"), """
                        create pulumi:index:Stash pixel-dev-default-image-v1.34.3
                        create pulumi:index:Stash pixel-dev-turn-image-v1.34.3
                        delete pulumi:index:Stash pixel-dev-default-image-v1.34.2
                        delete pulumi:index:Stash pixel-dev-turn-image-v1.34.2
                        update oci:ContainerEngine/cluster:Cluster pixel-dev [kubernetesVersion]
                        update oci:ContainerEngine/nodePool:NodePool pixel-dev-default \
                        [kubernetesVersion, nodeSourceDetails.imageId]
                        update oci:ContainerEngine/nodePool:NodePool pixel-dev-turn \
                        [kubernetesVersion, nodeSourceDetails.imageId]
                        """),
                new Change("larger boot volumes", nodes("turn", "VM.Standard.E4.Flex", 2, 16, 100, 2, 2), """
                        update oci:ContainerEngine/nodePool:NodePool pixel-dev-turn \
                        [nodeSourceDetails.bootVolumeSizeInGbs]
                        """),
                new Change(
                        "relay nodes of another processor",
                        nodes("turn", "VM.Standard.A1.Flex", 2, 16, 100, 2, 2),
                        """
                        create pulumi:index:Stash pixel-dev-turn-image-v1.34.3-arm
                        delete pulumi:index:Stash pixel-dev-turn-image-v1.34.3
                        update oci:ContainerEngine/nodePool:NodePool pixel-dev-turn \
                        [nodeShape, nodeSourceDetails.imageId]
                        """),
                new Change("more streams", set("streamsMaximum", 8), """
                        update kubernetes:autoscaling/v2:HorizontalPodAutoscaler stream [spec.maxReplicas]
                        """),
                new Change("another office", set("endpointCidrs", List.of("203.0.113.0/24", "198.51.100.0/24")), """
                        create oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule \
                        pixel-dev-api-clients-to-endpoint-tcp-6443-ingress-198.51.100.0/24
                        """),
                new Change("relays by demand", set("turnMaximum", 2).andThen(set("turn", "byDemand")), """
                        create kubernetes:apps/v1:Deployment coturn
                        create kubernetes:autoscaling/v2:HorizontalPodAutoscaler coturn
                        delete kubernetes:apps/v1:DaemonSet coturn
                        """),
                new Change("and on every node again", set("turn", "everyNode"), """
                        create kubernetes:apps/v1:DaemonSet coturn
                        delete kubernetes:apps/v1:Deployment coturn
                        delete kubernetes:autoscaling/v2:HorizontalPodAutoscaler coturn
                        """),
                new Change("GPU nodes where there were none", gpuNodes("VM.GPU.A10.1", 200, 1), """
                        create oci:ContainerEngine/addon:Addon pixel-dev-nvidia
                        create oci:ContainerEngine/nodePool:NodePool pixel-dev-gpu
                        create pulumi:index:Stash pixel-dev-gpu-image-v1.34.3
                        update kubernetes:helm.sh/v3:Release cluster-autoscaler [values.autoscalingGroups, values.expanderPriorities]
                        """),
                new Change("protection", set("protect", true), ""));
    }
}

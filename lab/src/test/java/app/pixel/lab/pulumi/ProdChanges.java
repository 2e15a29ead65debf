// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import static app.pixel.lab.pulumi.ReviewedChanges.gpuNodes;
import static app.pixel.lab.pulumi.ReviewedChanges.newer;
import static app.pixel.lab.pulumi.ReviewedChanges.secret;
import static app.pixel.lab.pulumi.ReviewedChanges.set;

import app.pixel.lab.pulumi.ReviewedChanges.Change;
import java.util.List;

/** The prod stack: GPUs, several pools that are scaled, a certificate. */
final class ProdChanges {

    private ProdChanges() {}

    static List<Change> reviewed() {
        return List.of(
                new Change("room for more GPU nodes", gpuNodes("BM.GPU.A10.4", 200, 6), """
                        update kubernetes:helm.sh/v3:Release cluster-autoscaler [values.autoscalingGroups[2].maxSize]
                        """),
                new Change("another GPU shape", gpuNodes("VM.GPU.A10.1", 200, 6), """
                        update oci:ContainerEngine/nodePool:NodePool pixel-prod-gpu [nodeShape]
                        """),
                new Change("GPUs shared by time", set("gpuSharing", "timeSlicing"), """
                        create kubernetes:helm.sh/v3:Release nvidia-device-plugin
                        delete oci:ContainerEngine/addon:Addon pixel-prod-nvidia
                        update oci:ContainerEngine/nodePool:NodePool pixel-prod-gpu [initialNodeLabels]
                        """),
                new Change("another host name", set("host", "stream.example.com"), """
                        update kubernetes:networking.k8s.io/v1:Ingress matchmaker \
                        [spec.rules[0].host, spec.tls[0].hosts[0]]
                        update kubernetes:networking.k8s.io/v1:Ingress page [spec.rules[0].host, spec.tls[0].hosts[0]]
                        """),
                new Change("a TURN secret of one's own", secret("turnSecret"), """
                        delete pulumi:index:Stash turn-secret
                        update kubernetes:core/v1:Secret turn-signing [data.secrets]
                        update kubernetes:core/v1:Secret turn-signing [data.secrets]
                        """),
                new Change("a session secret of one's own", secret("sessionSecret"), """
                        delete pulumi:index:Stash session-secret
                        update kubernetes:apps/v1:Deployment matchmaker \
                        [spec.template.metadata.annotations["app.pixel/checksum"]]
                        update kubernetes:core/v1:Secret matchmaker-session [data.secret]
                        """),
                new Change("a newer cert-manager", newer("cert-manager/cert-manager"), """
                        update kubernetes:helm.sh/v3:Release cert-manager [version]
                        """),
                new Change("the next release of our services", set("imageTag", "1.0.1"), """
                        update kubernetes:apps/v1:Deployment matchmaker [spec.template.spec.containers[0].image]
                        update kubernetes:apps/v1:Deployment player [spec.template.spec.containers[0].image]
                        update kubernetes:apps/v1:Deployment stream [spec.template.spec.containers[1].image]
                        update kubernetes:apps/v1:Deployment turn-credentials [spec.template.spec.containers[0].image]
                        """),
                new Change("the next release of the game", set("streamImageTag", "1.0.1"), """
                        update kubernetes:apps/v1:Deployment stream [spec.template.spec.containers[0].image]
                        """),
                new Change("the next minor of Kubernetes", set("kubernetesVersion", "v1.35.0"), """
                        create pulumi:index:Stash pixel-prod-default-image-v1.35.0
                        create pulumi:index:Stash pixel-prod-gpu-image-v1.35.0
                        create pulumi:index:Stash pixel-prod-turn-image-v1.35.0
                        delete pulumi:index:Stash pixel-prod-default-image-v1.34.2
                        delete pulumi:index:Stash pixel-prod-gpu-image-v1.34.2
                        delete pulumi:index:Stash pixel-prod-turn-image-v1.34.2
                        update kubernetes:helm.sh/v3:Release cluster-autoscaler [values.image.tag]
                        update oci:ContainerEngine/cluster:Cluster pixel-prod [kubernetesVersion]
                        update oci:ContainerEngine/nodePool:NodePool pixel-prod-default \
                        [kubernetesVersion, nodeSourceDetails.imageId]
                        update oci:ContainerEngine/nodePool:NodePool pixel-prod-gpu \
                        [kubernetesVersion, nodeSourceDetails.imageId]
                        update oci:ContainerEngine/nodePool:NodePool pixel-prod-turn \
                        [kubernetesVersion, nodeSourceDetails.imageId]
                        """),
                new Change("larger boot volumes", gpuNodes("VM.GPU.A10.1", 400, 6), """
                        update oci:ContainerEngine/nodePool:NodePool pixel-prod-gpu \
                        [nodeSourceDetails.bootVolumeSizeInGbs]
                        """),
                new Change("more streams", set("streamsMaximum", 24), """
                        update kubernetes:autoscaling/v2:HorizontalPodAutoscaler stream [spec.maxReplicas]
                        """),
                new Change("another office", set("endpointCidrs", List.of("203.0.113.0/24", "198.51.100.0/24")), """
                        create oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule \
                        pixel-prod-api-clients-to-endpoint-tcp-6443-ingress-198.51.100.0/24
                        """));
    }
}

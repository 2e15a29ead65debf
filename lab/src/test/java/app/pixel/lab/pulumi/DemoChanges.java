// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import static app.pixel.lab.pulumi.ReviewedChanges.newer;
import static app.pixel.lab.pulumi.ReviewedChanges.secret;
import static app.pixel.lab.pulumi.ReviewedChanges.set;

import app.pixel.lab.pulumi.ReviewedChanges.Change;
import java.util.List;

/** The demo stack: no node pools, no GPUs and no relays, so none of their changes. */
final class DemoChanges {

    private DemoChanges() {}

    static List<Change> reviewed() {
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
                new Change("more streams", set("streamsMaximum", 8), """
                        update kubernetes:autoscaling/v2:HorizontalPodAutoscaler stream [spec.maxReplicas]
                        """),
                new Change("a newer kube-prometheus-stack", newer("monitoring/kube-prometheus-stack"), """
                        update kubernetes:helm.sh/v3:Release kube-prometheus-stack [version]
                        """));
    }
}

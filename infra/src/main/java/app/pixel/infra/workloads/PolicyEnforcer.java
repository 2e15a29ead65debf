// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.objects.AccountRights;
import app.pixel.infra.objects.Labels;
import app.pixel.infra.objects.Pods;
import app.pixel.infra.objects.PullSecret;
import app.pixel.infra.objects.ReadAtStart;
import app.pixel.infra.objects.Registry;
import app.pixel.infra.objects.Scope;
import app.pixel.infra.objects.ServiceDeployment;
import app.pixel.infra.objects.Size;
import app.pixel.infra.settings.Cidr;
import com.pulumi.kubernetes.apps.v1.DaemonSet;
import com.pulumi.kubernetes.apps.v1.DaemonSetArgs;
import com.pulumi.kubernetes.apps.v1.inputs.DaemonSetSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerPortArgs;
import com.pulumi.kubernetes.core.v1.inputs.EnvVarArgs;
import com.pulumi.kubernetes.core.v1.inputs.EnvVarSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.HTTPGetActionArgs;
import com.pulumi.kubernetes.core.v1.inputs.HostPathVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.LocalObjectReferenceArgs;
import com.pulumi.kubernetes.core.v1.inputs.ObjectFieldSelectorArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ProbeArgs;
import com.pulumi.kubernetes.core.v1.inputs.SecurityContextArgs;
import com.pulumi.kubernetes.core.v1.inputs.TolerationArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.Resource;
import java.util.List;
import java.util.Map;

/**
 * kube-router as a firewall only: it enforces the network policies on every node, beside a network that does not, such
 * as OKE's flannel.
 *
 * <p>It writes the node's packet filter, so it is privileged and in a namespace of its own.
 */
final class PolicyEnforcer extends ComponentResource {

    static final String NAME = "kube-router";

    private static final String IMAGE = "docker.io/cloudnativelabs/kube-router:v2.1.0";
    private static final String LOCK = "xtables-lock";
    private static final String MODULES = "modules";
    private static final String HEALTH = "health";
    private static final int HEALTH_PORT = 20244;
    private static final List<String> READ = List.of("get", "list", "watch");

    /** Declares it; {@code services} are the addresses of Services, which it must tell from pods. */
    PolicyEnforcer(Scope around, List<Registry> registries, Cidr services) {
        super("pixel:workloads:PolicyEnforcer", NAME, around.component());
        Scope scope = around.under(this);
        Labels labels = new Labels(NAME);

        ServiceDeployment.account(scope, labels);
        Resource rights = new AccountRights(scope, labels)
                .inCluster(
                        AccountRights.rule("", List.of("namespaces", "nodes", "pods", "services", "endpoints"), READ),
                        AccountRights.rule("networking.k8s.io", List.of("networkpolicies"), READ),
                        AccountRights.rule("discovery.k8s.io", List.of("endpointslices"), READ));
        new DaemonSet(
                NAME,
                DaemonSetArgs.builder()
                        .metadata(scope.named(NAME, labels))
                        .spec(DaemonSetSpecArgs.builder()
                                .selector(labels.selector())
                                .template(Pods.template(labels, Map.of(), ReadAtStart.NOTHING, pod(services)))
                                .build())
                        .build(),
                PullSecret.in(scope, registries).after(List.of(rights)).options());
        registerOutputs(Map.of());
    }

    private static PodSpecArgs pod(Cidr services) {
        return PodSpecArgs.builder()
                .serviceAccountName(NAME)
                .automountServiceAccountToken(true)
                .imagePullSecrets(
                        LocalObjectReferenceArgs.builder().name(PullSecret.NAME).build())
                .hostNetwork(true)
                .priorityClassName("system-node-critical")
                // Every node, whatever its taints: a policy that one node does not enforce is none.
                .tolerations(TolerationArgs.builder().operator("Exists").build())
                .containers(container(services))
                .volumes(
                        hostPath(MODULES, "/lib/modules", "Directory"),
                        hostPath(LOCK, "/run/xtables.lock", "FileOrCreate"))
                .build();
    }

    private static ContainerArgs container(Cidr services) {
        return ContainerArgs.builder()
                .name(NAME)
                .image(IMAGE)
                .args(
                        "--run-firewall=true",
                        "--run-router=false",
                        "--run-service-proxy=false",
                        "--service-cluster-ip-range=" + services,
                        "--health-port=" + HEALTH_PORT)
                .env(EnvVarArgs.builder()
                        .name("NODE_NAME")
                        .valueFrom(EnvVarSourceArgs.builder()
                                .fieldRef(ObjectFieldSelectorArgs.builder()
                                        .fieldPath("spec.nodeName")
                                        .build())
                                .build())
                        .build())
                .ports(ContainerPortArgs.builder()
                        .name(HEALTH)
                        .containerPort(HEALTH_PORT)
                        .hostPort(HEALTH_PORT)
                        .build())
                .resources(new Size("50m", "64Mi", "500m", "256Mi").resources())
                .securityContext(SecurityContextArgs.builder().privileged(true).build())
                .volumeMounts(
                        VolumeMountArgs.builder()
                                .name(MODULES)
                                .mountPath("/lib/modules")
                                .readOnly(true)
                                .build(),
                        VolumeMountArgs.builder()
                                .name(LOCK)
                                .mountPath("/run/xtables.lock")
                                .build())
                .livenessProbe(ProbeArgs.builder()
                        .httpGet(HTTPGetActionArgs.builder()
                                .path("/healthz")
                                .port(HEALTH)
                                .build())
                        .initialDelaySeconds(10)
                        .periodSeconds(10)
                        .timeoutSeconds(3)
                        .build())
                .build();
    }

    private static VolumeArgs hostPath(String name, String path, String type) {
        return VolumeArgs.builder()
                .name(name)
                .hostPath(
                        HostPathVolumeSourceArgs.builder().path(path).type(type).build())
                .build();
    }
}

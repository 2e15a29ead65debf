// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.objects;

import com.pulumi.kubernetes.apps.v1.Deployment;
import com.pulumi.kubernetes.apps.v1.DeploymentArgs;
import com.pulumi.kubernetes.apps.v1.inputs.DeploymentSpecArgs;
import com.pulumi.kubernetes.apps.v1.inputs.DeploymentStrategyArgs;
import com.pulumi.kubernetes.apps.v1.inputs.RollingUpdateDeploymentArgs;
import com.pulumi.kubernetes.core.v1.Service;
import com.pulumi.kubernetes.core.v1.ServiceAccount;
import com.pulumi.kubernetes.core.v1.ServiceAccountArgs;
import com.pulumi.kubernetes.core.v1.ServiceArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ServicePortArgs;
import com.pulumi.kubernetes.core.v1.inputs.ServiceSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.policy.v1.PodDisruptionBudget;
import com.pulumi.kubernetes.policy.v1.PodDisruptionBudgetArgs;
import com.pulumi.kubernetes.policy.v1.inputs.PodDisruptionBudgetSpecArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The objects of a stateless service: an account, a Deployment of one container, a Service with its ports, a budget
 * for drains. The account has no rights unless {@link AccountRights} grant some.
 */
public final class ServiceDeployment {

    /** Services stop within their own 25 seconds. */
    private static final int GRACE_SECONDS = 30;

    private final Scope scope;
    private final Labels labels;
    private final ServiceContainer container;
    private final String image;
    private final ReadAtStart read;

    public ServiceDeployment(Scope scope, ServiceContainer container, String image) {
        this(scope, container, image, ReadAtStart.NOTHING);
    }

    public ServiceDeployment(Scope scope, ServiceContainer container, String image, ReadAtStart read) {
        this.read = read;
        this.scope = scope;
        this.labels = new Labels(container.service());
        this.container = container;
        this.image = image;
    }

    /**
     * Declares the account, the pods, their Service and their disruption budget.
     *
     * @param replicas left out where an autoscaler owns their number
     * @param usesApi tells that the pods get a token of the Kubernetes API
     */
    public void create(OptionalInt replicas, boolean usesApi, Map<String, String> serviceAnnotations) {
        account(scope, labels);
        new Deployment(
                name(),
                DeploymentArgs.builder()
                        .metadata(scope.named(name(), labels))
                        .spec(deployment(replicas, usesApi))
                        .build(),
                scope.options());
        service(scope, labels, name(), allPorts(), serviceAnnotations, Optional.empty());
        budget(scope, labels);
    }

    public static void account(Scope scope, Labels labels) {
        new ServiceAccount(
                labels.component(),
                ServiceAccountArgs.builder()
                        .metadata(scope.named(labels.component(), labels))
                        .automountServiceAccountToken(false)
                        .build(),
                scope.options());
    }

    /**
     * A Service whose ports have the names of the container's ports.
     *
     * @param clusterIp {@code None} for a headless Service
     */
    public static void service(
            Scope scope,
            Labels labels,
            String name,
            Map<String, Integer> ports,
            Map<String, String> annotations,
            Optional<String> clusterIp) {
        ServiceSpecArgs.Builder spec = ServiceSpecArgs.builder()
                .selector(labels.selecting())
                .ports(new TreeMap<>(ports)
                        .entrySet().stream()
                                .map(port -> ServicePortArgs.builder()
                                        .name(port.getKey())
                                        .port(port.getValue())
                                        .targetPort(port.getKey())
                                        .protocol("TCP")
                                        .build())
                                .toList());
        clusterIp.ifPresent(spec::clusterIP);
        new Service(
                name,
                ServiceArgs.builder()
                        .metadata(scope.named(name, labels, annotations))
                        .spec(spec.build())
                        .build(),
                scope.options());
    }

    /** A drain takes one pod at a time; a pod that is not ready never holds it up. */
    public static void budget(Scope scope, Labels labels) {
        new PodDisruptionBudget(
                labels.component(),
                PodDisruptionBudgetArgs.builder()
                        .metadata(scope.named(labels.component(), labels))
                        .spec(PodDisruptionBudgetSpecArgs.builder()
                                .maxUnavailable(1)
                                .unhealthyPodEvictionPolicy("AlwaysAllow")
                                .selector(labels.selector())
                                .build())
                        .build(),
                scope.options());
    }

    private String name() {
        return container.service();
    }

    private Map<String, Integer> allPorts() {
        Map<String, Integer> ports = new TreeMap<>(container.ports());
        ports.put(ServiceContainer.OPERATIONS, ServiceContainer.OPERATIONS_PORT);
        return ports;
    }

    private DeploymentSpecArgs deployment(OptionalInt replicas, boolean usesApi) {
        DeploymentSpecArgs.Builder spec = DeploymentSpecArgs.builder()
                .selector(labels.selector())
                .strategy(DeploymentStrategyArgs.builder()
                        .type("RollingUpdate")
                        .rollingUpdate(RollingUpdateDeploymentArgs.builder()
                                .maxSurge(1)
                                .maxUnavailable(0)
                                .build())
                        .build())
                .template(Pods.template(labels, Map.of(), read, pod(usesApi)));
        replicas.ifPresent(spec::replicas);
        return spec.build();
    }

    private PodSpecArgs pod(boolean usesApi) {
        List<VolumeArgs> volumes = new ArrayList<>();
        volumes.add(Pods.scratch("64Mi"));
        container.secretFiles().stream().map(Pods::secretVolume).forEach(volumes::add);
        return Pods.restricted(name())
                .automountServiceAccountToken(usesApi)
                .containers(container.container(image))
                .volumes(volumes)
                .terminationGracePeriodSeconds(GRACE_SECONDS)
                .topologySpreadConstraints(Pods.acrossNodes(labels))
                .build();
    }
}

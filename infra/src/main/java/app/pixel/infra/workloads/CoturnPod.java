// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.cluster.RelayUser;
import app.pixel.infra.objects.Labels;
import app.pixel.infra.objects.Pods;
import app.pixel.infra.objects.ReadAtStart;
import app.pixel.infra.objects.Size;
import com.pulumi.kubernetes.core.v1.inputs.CapabilitiesArgs;
import com.pulumi.kubernetes.core.v1.inputs.ConfigMapVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerPortArgs;
import com.pulumi.kubernetes.core.v1.inputs.EmptyDirVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.EnvVarArgs;
import com.pulumi.kubernetes.core.v1.inputs.EnvVarSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.ObjectFieldSelectorArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodDNSConfigArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodDNSConfigOptionArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodTemplateSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ProbeArgs;
import com.pulumi.kubernetes.core.v1.inputs.SecurityContextArgs;
import com.pulumi.kubernetes.core.v1.inputs.TCPSocketActionArgs;
import com.pulumi.kubernetes.core.v1.inputs.TolerationArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import java.util.List;
import java.util.Map;

/**
 * One relay. Its entry point ({@code resources/app/pixel/infra/coturn/}) writes the configuration, and drains coturn
 * on SIGTERM. It asks the credentials service for the node's public address, so that this pod needs no token of the
 * cluster.
 */
record CoturnPod(WorkloadSettings settings, ClusterNetwork network) {

    static final int METRICS_PORT = 9641;

    /** Allocations of one relay: a node's network is full of video long before its 16,384 relay ports are. */
    static final int TOTAL_QUOTA = 1200;

    private static final String IMAGE = "docker.io/coturn/coturn:4.17.0-r0";
    private static final String RUN = "run";
    private static final String RUN_FOLDER = "/run/turn";
    private static final String FILES_FOLDER = "/opt/coturn";

    /** Sessions that are still under way after this find another relay. */
    private static final int DRAIN_SECONDS = 1800;

    PodTemplateSpecArgs template(Labels labels, ReadAtStart read) {
        return Pods.template(
                labels,
                Map.of("cluster-autoscaler.kubernetes.io/safe-to-evict", "false"),
                read,
                Pods.restricted(RelayWorkload.NAME)
                        .hostNetwork(true)
                        // Without it a pod on the host's network cannot resolve the credentials service.
                        .dnsPolicy("ClusterFirstWithHostNet")
                        // By TCP, as the node lets this user send UDP to streams alone; no client can make coturn use
                        // TCP.
                        .dnsConfig(PodDNSConfigArgs.builder()
                                .options(PodDNSConfigOptionArgs.builder()
                                        .name("use-vc")
                                        .build())
                                .build())
                        .nodeSelector(Map.of(Turn.NODE_LABEL, "true"))
                        .tolerations(TolerationArgs.builder()
                                .key(Turn.NODE_LABEL)
                                .operator("Equal")
                                .value("true")
                                .effect("NoSchedule")
                                .build())
                        .containers(container())
                        .volumes(
                                inMemory(),
                                Pods.secretVolume(Turn.SIGNING_SECRET),
                                Pods.secretVolume(Turn.CALLER_SECRET),
                                files())
                        .terminationGracePeriodSeconds(DRAIN_SECONDS + 15)
                        .build());
    }

    private ContainerArgs container() {
        return ContainerArgs.builder()
                .name(RelayWorkload.NAME)
                .image(IMAGE)
                .imagePullPolicy("IfNotPresent")
                .command("sh", FILES_FOLDER + "/entrypoint.sh")
                .env(environment())
                .ports(
                        port("turn", Turn.PORT, "UDP"),
                        port("turn-tcp", Turn.PORT, "TCP"),
                        port("metrics", METRICS_PORT, "TCP"))
                .resources(new Size("500m", "256Mi", "3", "2Gi").resources())
                .securityContext(security())
                .volumeMounts(
                        VolumeMountArgs.builder()
                                .name(RUN)
                                .mountPath(RUN_FOLDER)
                                .build(),
                        Pods.secretMount(Turn.SIGNING_SECRET),
                        Pods.secretMount(Turn.CALLER_SECRET),
                        VolumeMountArgs.builder()
                                .name(RelayWorkload.FILES)
                                .mountPath(FILES_FOLDER)
                                .readOnly(true)
                                .build())
                // The credentials service may take its time to know a node that has just joined.
                .startupProbe(listening(2, 90))
                .livenessProbe(listening(10, 3))
                .readinessProbe(listening(5, 2))
                .build();
    }

    private List<EnvVarArgs> environment() {
        TurnSettings turn = settings.turn();
        return List.of(
                fromField("NODE_NAME", "spec.nodeName"),
                fromField("TURN_NODE_IP", "status.hostIP"),
                variable(
                        "TURN_EXTERNAL_IP_URL",
                        "http://%s.%s:%d/relays/$(NODE_NAME)"
                                .formatted(
                                        TurnCredentialsWorkload.NAME,
                                        settings.namespace(),
                                        TurnCredentialsWorkload.API_PORT)),
                variable("TURN_EXTERNAL_IP_TOKEN_FILE", Turn.CALLER_FILE),
                variable("TURN_SECRET_FILE", Turn.SIGNING_FILE),
                variable("TURN_RUN_DIRECTORY", RUN_FOLDER),
                variable("TURN_REALM", Turn.REALM),
                variable("TURN_PORT", String.valueOf(Turn.PORT)),
                variable("TURN_USER_QUOTA", String.valueOf(turn.userQuota())),
                variable("TURN_TOTAL_QUOTA", String.valueOf(TOTAL_QUOTA)),
                variable("TURN_SESSION_BANDWIDTH", String.valueOf(turn.bytesPerSecondEach())),
                variable("TURN_ALLOWED_PEERS", network.streamBlocks()),
                variable("TURN_METRICS_PORT", String.valueOf(METRICS_PORT)),
                variable("TURN_DRAIN_SECONDS", String.valueOf(DRAIN_SECONDS)));
    }

    /**
     * The image's binary carries the file capability to bind low ports. The kernel refuses to run such a file when
     * the container may not have that capability, though it binds no low port here.
     */
    private static SecurityContextArgs security() {
        return SecurityContextArgs.builder()
                .allowPrivilegeEscalation(false)
                .readOnlyRootFilesystem(true)
                .runAsNonRoot(true)
                .runAsUser(RelayUser.ID)
                .runAsGroup(RelayUser.ID)
                .capabilities(CapabilitiesArgs.builder()
                        .drop("ALL")
                        .add("NET_BIND_SERVICE")
                        .build())
                .build();
    }

    private static ContainerPortArgs port(String name, int number, String protocol) {
        return ContainerPortArgs.builder()
                .name(name)
                .containerPort(number)
                .hostPort(number)
                .protocol(protocol)
                .build();
    }

    private static EnvVarArgs fromField(String name, String path) {
        return EnvVarArgs.builder()
                .name(name)
                .valueFrom(EnvVarSourceArgs.builder()
                        .fieldRef(ObjectFieldSelectorArgs.builder()
                                .fieldPath(path)
                                .build())
                        .build())
                .build();
    }

    private static EnvVarArgs variable(String name, String value) {
        return EnvVarArgs.builder().name(name).value(value).build();
    }

    /** The configuration with the secrets in it is written here, so it must not reach a disk. */
    private static VolumeArgs inMemory() {
        return VolumeArgs.builder()
                .name(RUN)
                .emptyDir(EmptyDirVolumeSourceArgs.builder()
                        .medium("Memory")
                        .sizeLimit("16Mi")
                        .build())
                .build();
    }

    private static VolumeArgs files() {
        return VolumeArgs.builder()
                .name(RelayWorkload.FILES)
                .configMap(ConfigMapVolumeSourceArgs.builder()
                        .name(RelayWorkload.FILES)
                        .build())
                .build();
    }

    private static ProbeArgs listening(int periodSeconds, int failures) {
        return ProbeArgs.builder()
                .tcpSocket(TCPSocketActionArgs.builder().port("turn-tcp").build())
                .periodSeconds(periodSeconds)
                .timeoutSeconds(2)
                .failureThreshold(failures)
                .build();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.objects.Labels;
import app.pixel.infra.objects.Pods;
import app.pixel.infra.objects.ReadAtStart;
import app.pixel.infra.objects.Scope;
import app.pixel.infra.objects.Secrets;
import app.pixel.infra.objects.ServiceDeployment;
import app.pixel.infra.objects.Size;
import app.pixel.infra.releases.Storage;
import com.pulumi.kubernetes.apps.v1.StatefulSet;
import com.pulumi.kubernetes.apps.v1.StatefulSetArgs;
import com.pulumi.kubernetes.apps.v1.inputs.StatefulSetSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerPortArgs;
import com.pulumi.kubernetes.core.v1.inputs.EmptyDirVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.PersistentVolumeClaimArgs;
import com.pulumi.kubernetes.core.v1.inputs.PersistentVolumeClaimSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ProbeArgs;
import com.pulumi.kubernetes.core.v1.inputs.ResourceRequirementsArgs;
import com.pulumi.kubernetes.core.v1.inputs.TCPSocketActionArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import com.pulumi.resources.ComponentResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Valkey, which several matchmakers share for tickets, streamers and sessions. It is a small StatefulSet of our own
 * rather than a chart: one pod, one file of configuration, nothing to tune.
 *
 * <p>Its append-only file is on a volume, so that a drained node costs no visitor a place in the queue. A stack
 * without volumes keeps it on the node. A pod that moves then starts empty: streamers report again within seconds,
 * and pages queue again.
 */
final class LobbyWorkload extends ComponentResource {

    static final String NAME = "lobby";
    static final String PORT_NAME = "valkey";
    static final int PORT = 6379;

    private static final String IMAGE = "docker.io/valkey/valkey:9.1.1";
    private static final String CONFIG = "lobby-config";
    private static final String DATA = "data";

    LobbyWorkload(Scope around, Storage storage, PlatformSecrets secrets) {
        super("pixel:workloads:LobbyStore", NAME, around.component());
        Scope scope = around.under(this);
        Labels labels = new Labels(NAME);

        var config = Secrets.create(
                scope,
                labels,
                CONFIG,
                secrets.lobby().applyValue(password -> Map.of("valkey.conf", configuration(password))));
        ServiceDeployment.account(scope, labels);
        new StatefulSet(
                NAME,
                StatefulSetArgs.builder()
                        .metadata(scope.named(NAME, labels))
                        .spec(spec(labels, storage, new ReadAtStart(List.of(secrets.lobby()))))
                        .build(),
                scope.after(List.of(config)).options());
        ServiceDeployment.service(scope, labels, NAME, Map.of(PORT_NAME, PORT), Map.of(), Optional.empty());
        registerOutputs(Map.of());
    }

    static String url(String password) {
        return "redis://:" + password + "@" + NAME + ":" + PORT;
    }

    private static String configuration(String password) {
        return String.join(
                "\n",
                "port " + PORT,
                "requirepass " + password,
                "dir /data",
                "appendonly yes",
                "appendfsync everysec",
                "save \"\"",
                // Nothing in here may be thrown away to make room: Valkey refuses the next ticket instead.
                "maxmemory 384mb",
                "maxmemory-policy noeviction",
                "");
    }

    private static StatefulSetSpecArgs spec(Labels labels, Storage storage, ReadAtStart read) {
        PodSpecArgs.Builder pod = Pods.restricted(NAME).containers(container()).terminationGracePeriodSeconds(30);
        StatefulSetSpecArgs.Builder spec =
                StatefulSetSpecArgs.builder().serviceName(NAME).replicas(1).selector(labels.selector());
        switch (storage) {
            case Storage.OfNodes() -> pod.volumes(Pods.secretVolume(CONFIG), onNode());
            case Storage.Volumes(Optional<String> storageClass) -> {
                pod.volumes(Pods.secretVolume(CONFIG));
                spec.volumeClaimTemplates(claim(labels, storageClass));
            }
        }
        return spec.template(Pods.template(labels, Map.of(), read, pod.build())).build();
    }

    private static VolumeArgs onNode() {
        return VolumeArgs.builder()
                .name(DATA)
                .emptyDir(EmptyDirVolumeSourceArgs.builder().sizeLimit("2Gi").build())
                .build();
    }

    private static PersistentVolumeClaimArgs claim(Labels labels, Optional<String> storageClass) {
        PersistentVolumeClaimSpecArgs.Builder spec = PersistentVolumeClaimSpecArgs.builder()
                .accessModes("ReadWriteOnce")
                .resources(ResourceRequirementsArgs.builder()
                        .requests(Map.of("storage", Storage.SIZE))
                        .build());
        storageClass.ifPresent(spec::storageClassName);
        return PersistentVolumeClaimArgs.builder()
                .metadata(
                        ObjectMetaArgs.builder().name(DATA).labels(labels.all()).build())
                .spec(spec.build())
                .build();
    }

    private static ContainerArgs container() {
        return ContainerArgs.builder()
                .name("valkey")
                .image(IMAGE)
                .command("valkey-server")
                .args(Pods.secretFolder(CONFIG) + "/valkey.conf")
                .ports(ContainerPortArgs.builder()
                        .name(PORT_NAME)
                        .containerPort(PORT)
                        .build())
                .resources(new Size("100m", "256Mi", "1", "512Mi").resources())
                .securityContext(Pods.containerSecurity())
                .volumeMounts(
                        Pods.secretMount(CONFIG),
                        VolumeMountArgs.builder().name(DATA).mountPath("/data").build())
                .livenessProbe(listening(10))
                .readinessProbe(listening(2))
                .build();
    }

    private static ProbeArgs listening(int periodSeconds) {
        return ProbeArgs.builder()
                .tcpSocket(TCPSocketActionArgs.builder().port(PORT_NAME).build())
                .periodSeconds(periodSeconds)
                .timeoutSeconds(2)
                .build();
    }
}

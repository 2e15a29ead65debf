// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.objects;

import com.pulumi.kubernetes.core.v1.inputs.CapabilitiesArgs;
import com.pulumi.kubernetes.core.v1.inputs.EmptyDirVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.LocalObjectReferenceArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSecurityContextArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodTemplateSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ProjectedVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.SeccompProfileArgs;
import com.pulumi.kubernetes.core.v1.inputs.SecretVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.SecurityContextArgs;
import com.pulumi.kubernetes.core.v1.inputs.ServiceAccountTokenProjectionArgs;
import com.pulumi.kubernetes.core.v1.inputs.TopologySpreadConstraintArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeProjectionArgs;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import java.util.Map;

/** The frame of every pod: the Pod Security level "restricted", and a read-only root. */
public final class Pods {

    /** The user of our images. */
    public static final int USER = 10001;

    private static final String SCRATCH = "tmp";
    private static final int TOKEN_SECONDS = 3600;

    private Pods() {}

    /** The labels of a namespace that holds its pods to a Pod Security level. */
    public static Map<String, String> security(String level) {
        return Map.of(
                "pod-security.kubernetes.io/enforce", level,
                "pod-security.kubernetes.io/warn", level,
                "pod-security.kubernetes.io/audit", level);
    }

    /** A pod without an API token and without the environment variables of the namespace's Services. */
    public static PodSpecArgs.Builder restricted(String account) {
        return PodSpecArgs.builder()
                .serviceAccountName(account)
                .automountServiceAccountToken(false)
                .enableServiceLinks(false)
                .imagePullSecrets(
                        LocalObjectReferenceArgs.builder().name(PullSecret.NAME).build())
                .securityContext(podSecurity(USER));
    }

    public static PodSecurityContextArgs podSecurity(int user) {
        return PodSecurityContextArgs.builder()
                .runAsNonRoot(true)
                .runAsUser(user)
                .runAsGroup(user)
                .fsGroup(user)
                .seccompProfile(
                        SeccompProfileArgs.builder().type("RuntimeDefault").build())
                .build();
    }

    public static SecurityContextArgs containerSecurity() {
        return SecurityContextArgs.builder()
                .allowPrivilegeEscalation(false)
                .readOnlyRootFilesystem(true)
                .runAsNonRoot(true)
                .capabilities(CapabilitiesArgs.builder().drop("ALL").build())
                .build();
    }

    public static PodTemplateSpecArgs template(
            Labels labels, Map<String, String> annotations, ReadAtStart read, PodSpecArgs spec) {
        ObjectMetaArgs.Builder metadata = ObjectMetaArgs.builder().labels(labels.all());
        if (!read.contents().isEmpty()) {
            metadata.annotations(read.annotations(annotations));
        } else if (!annotations.isEmpty()) {
            metadata.annotations(annotations);
        }
        return PodTemplateSpecArgs.builder()
                .metadata(metadata.build())
                .spec(spec)
                .build();
    }

    /** The only place that a container may write to, with its mount {@link #scratchMount}. */
    public static VolumeArgs scratch(String sizeLimit) {
        return VolumeArgs.builder()
                .name(SCRATCH)
                .emptyDir(
                        EmptyDirVolumeSourceArgs.builder().sizeLimit(sizeLimit).build())
                .build();
    }

    public static VolumeMountArgs scratchMount() {
        return VolumeMountArgs.builder().name(SCRATCH).mountPath("/tmp").build();
    }

    public static VolumeArgs secretVolume(String secret) {
        return VolumeArgs.builder()
                .name(secret)
                .secret(SecretVolumeSourceArgs.builder()
                        .secretName(secret)
                        // 0440: the pod's group reads it.
                        .defaultMode(288)
                        .build())
                .build();
    }

    /**
     * A token of the pod's own ServiceAccount, as the file {@code token}. The kubelet exchanges it before it expires.
     *
     * @param audience the only service that is to take it
     */
    public static VolumeArgs tokenVolume(String name, String audience) {
        return VolumeArgs.builder()
                .name(name)
                .projected(ProjectedVolumeSourceArgs.builder()
                        .sources(VolumeProjectionArgs.builder()
                                .serviceAccountToken(ServiceAccountTokenProjectionArgs.builder()
                                        .audience(audience)
                                        .expirationSeconds(TOKEN_SECONDS)
                                        .path("token")
                                        .build())
                                .build())
                        // 0440: the pod's group reads it.
                        .defaultMode(288)
                        .build())
                .build();
    }

    /** A mount of {@link #secretVolume} or {@link #tokenVolume}. */
    public static VolumeMountArgs secretMount(String secret) {
        return VolumeMountArgs.builder()
                .name(secret)
                .mountPath(secretFolder(secret))
                .readOnly(true)
                .build();
    }

    public static String secretFolder(String secret) {
        return "/run/secrets/" + secret;
    }

    /** Replicas on different nodes where there are enough of them. */
    public static TopologySpreadConstraintArgs acrossNodes(Labels labels) {
        return TopologySpreadConstraintArgs.builder()
                .maxSkew(1)
                .topologyKey("kubernetes.io/hostname")
                .whenUnsatisfiable("ScheduleAnyway")
                .labelSelector(labels.selector())
                .build();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.objects.Labels;
import app.pixel.infra.objects.Pods;
import app.pixel.infra.objects.ReadAtStart;
import app.pixel.infra.objects.Scope;
import app.pixel.infra.objects.ServiceContainer;
import app.pixel.infra.objects.ServiceContainer.SecretKey;
import app.pixel.infra.objects.ServiceDeployment;
import app.pixel.infra.objects.Size;
import app.pixel.infra.releases.GpuSharing;
import com.pulumi.kubernetes.apps.v1.Deployment;
import com.pulumi.kubernetes.apps.v1.DeploymentArgs;
import com.pulumi.kubernetes.apps.v1.inputs.DeploymentSpecArgs;
import com.pulumi.kubernetes.apps.v1.inputs.DeploymentStrategyArgs;
import com.pulumi.kubernetes.apps.v1.inputs.RollingUpdateDeploymentArgs;
import com.pulumi.kubernetes.core.v1.inputs.AffinityArgs;
import com.pulumi.kubernetes.core.v1.inputs.NodeAffinityArgs;
import com.pulumi.kubernetes.core.v1.inputs.NodeSelectorArgs;
import com.pulumi.kubernetes.core.v1.inputs.NodeSelectorRequirementArgs;
import com.pulumi.kubernetes.core.v1.inputs.NodeSelectorTermArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.TolerationArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.CustomTimeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The streams: pods of an Unreal application (or a simulated one) with its signalling server beside it.
 *
 * <p>A pod is ready only while its streamer is connected, as its sidecar tells. Players play on in a pod that has to
 * go:
 * {@link StreamerContainer} tells how Unreal outlives the sidecar.
 */
final class StreamWorkload extends ComponentResource {

    static final String NAME = "stream";
    static final String DISCOVERY = "stream-discovery";
    static final String PLAYERS = "players";
    static final int PLAYERS_PORT = 3000;
    static final int STREAMER_PORT = 8888;
    static final String GPU_LABEL = "app.pixel/gpu";

    /** The volume with the token that the sidecar shows to the matchmaker. */
    private static final String TOKEN = "matchmaker-token";

    private static final String TOKEN_AUDIENCE = "pixel-matchmaker";

    /** There is a sidecar beside every stream, so its memory counts more than that of the other services. */
    private static final Map<String, String> SMALL_HEAP = Map.of("JDK_JAVA_OPTIONS", "@/opt/pixel/sidecar.options");

    /** The time that the sidecar needs after its players have gone, before the kubelet may kill the pod. */
    private static final int SPARE_SECONDS = 15;

    /** GPU nodes boot, images of many gigabytes are pulled, Unreal compiles shaders. */
    private static final Duration PATIENCE = Duration.ofMinutes(45);

    private final WorkloadSettings settings;
    private final StreamSettings stream;
    private final GpuSharing gpuSharing;
    private final Labels labels = new Labels(NAME);

    /**
     * Declares the streams.
     *
     * @param autoscaled tells that the demand is published, which the autoscaler asks for
     */
    StreamWorkload(
            Scope around,
            WorkloadSettings settings,
            PlatformSecrets secrets,
            GpuSharing gpuSharing,
            boolean autoscaled) {
        super("pixel:workloads:Stream", NAME, around.component());
        this.settings = settings;
        this.stream = settings.stream();
        this.gpuSharing = gpuSharing;
        ReadAtStart read =
                settings.turn().isOn() ? new ReadAtStart(List.of(secrets.turnCaller())) : ReadAtStart.NOTHING;
        Scope scope = around.under(this);

        ServiceDeployment.account(scope, labels);
        new Deployment(
                NAME,
                DeploymentArgs.builder()
                        .metadata(scope.named(NAME, labels, awaiting()))
                        .spec(deployment(autoscaled, read))
                        .build(),
                scope.builder()
                        .customTimeouts(CustomTimeouts.builder()
                                .create(PATIENCE)
                                .update(PATIENCE)
                                .build())
                        .build());
        ServiceDeployment.service(
                scope,
                labels,
                DISCOVERY,
                Map.of(PLAYERS, PLAYERS_PORT, ServiceContainer.OPERATIONS, ServiceContainer.OPERATIONS_PORT),
                Map.of(),
                Optional.of("None"));
        ServiceDeployment.budget(scope, labels);
        if (autoscaled) {
            Autoscalers.byDemand(scope, stream);
        }
        registerOutputs(Map.of());
    }

    /** Players reach it through the matchmaker only, the streamer over the pod's own loopback. */
    static ServiceContainer signalling(WorkloadSettings settings) {
        StreamSettings stream = settings.stream();
        List<String> flags = new ArrayList<>(List.of(
                "--player-port", String.valueOf(PLAYERS_PORT),
                "--streamer-port", String.valueOf(STREAMER_PORT),
                "--engine", stream.engine().protocol(),
                "--max-players", String.valueOf(stream.playersEach()),
                "--matchmaker", MatchmakerWorkload.NAME + ":" + MatchmakerWorkload.REPORTS_PORT,
                "--grace-period", stream.sessionGrace().toSeconds() + "s",
                "--session-lease", stream.sessionLease().toSeconds() + "s"));
        if (settings.turn().isOn()) {
            flags.addAll(List.of(
                    "--ice-servers-url",
                    "http://" + TurnCredentialsWorkload.NAME + ":" + TurnCredentialsWorkload.API_PORT + "/"));
        }
        if (stream.usesRest()) {
            flags.addAll(List.of("--unreal-rest-url", "http://127.0.0.1:" + stream.restPort()));
        }
        if (!stream.controlActions().isEmpty()) {
            flags.addAll(List.of("--control-actions", String.join(",", stream.controlActions())));
        }
        flags.addAll(stream.cleaning().flags());
        if (settings.streamerTokens()) {
            flags.addAll(List.of("--matchmaker-token-file", Pods.secretFolder(TOKEN) + "/token"));
        }
        ServiceContainer container = new ServiceContainer(
                        "signalling", flags, Map.of(PLAYERS, PLAYERS_PORT), new Size("100m", "96Mi", "500m", "192Mi"))
                .withVariables(SMALL_HEAP)
                .withSecretFiles(settings.streamerTokens() ? new String[] {TOKEN} : new String[0]);
        return settings.turn().isOn()
                ? container.withSecretEnvironment(
                        Map.of("PIXEL_ICE_SERVERS_TOKEN", new SecretKey(Turn.CALLER_SECRET, Turn.CALLER_KEY)))
                : container;
    }

    /**
     * With GPUs a rollout replaces one pod after the other, and each waits for its players. Neither Pulumi nor the job
     * that runs it can wait that long.
     */
    private Map<String, String> awaiting() {
        return gpuSharing.usesGpus() ? Map.of("pulumi.com/skipAwait", "true") : Map.of();
    }

    /** The next pod of a rollout waits for a GPU until the players of the one before it have left. */
    private Duration progressDeadline() {
        return gpuSharing.usesGpus() ? PATIENCE.plus(stream.sessionGrace()) : PATIENCE;
    }

    private DeploymentSpecArgs deployment(boolean autoscaled, ReadAtStart read) {
        // A GPU that a leaving pod still has cannot be had by its successor, so with GPUs one goes before one comes.
        boolean oneGoesFirst = gpuSharing.usesGpus();
        DeploymentSpecArgs.Builder spec = DeploymentSpecArgs.builder()
                .selector(labels.selector())
                .progressDeadlineSeconds(Math.toIntExact(progressDeadline().toSeconds()))
                .strategy(DeploymentStrategyArgs.builder()
                        .type("RollingUpdate")
                        .rollingUpdate(RollingUpdateDeploymentArgs.builder()
                                .maxSurge(oneGoesFirst ? 0 : 1)
                                .maxUnavailable(oneGoesFirst ? 1 : 0)
                                .build())
                        .build())
                // The cluster autoscaler must not empty a node under players who play.
                .template(Pods.template(
                        labels, Map.of("cluster-autoscaler.kubernetes.io/safe-to-evict", "false"), read, pod()));
        return autoscaled ? spec.build() : spec.replicas(stream.minimum()).build();
    }

    private PodSpecArgs pod() {
        PodSpecArgs.Builder pod = Pods.restricted(NAME)
                .containers(
                        StreamerContainer.container(stream, gpuSharing),
                        signalling(settings).container(settings.image()))
                .volumes(volumes())
                .terminationGracePeriodSeconds(
                        Math.toIntExact(stream.sessionGrace().toSeconds()) + SPARE_SECONDS);
        return gpuSharing.usesGpus()
                ? onGpuNodes(pod).build()
                : pod.topologySpreadConstraints(Pods.acrossNodes(labels)).build();
    }

    private List<VolumeArgs> volumes() {
        VolumeArgs scratch = Pods.scratch("8Gi");
        return settings.streamerTokens() ? List.of(scratch, Pods.tokenVolume(TOKEN, TOKEN_AUDIENCE)) : List.of(scratch);
    }

    private static PodSpecArgs.Builder onGpuNodes(PodSpecArgs.Builder pod) {
        return pod.affinity(AffinityArgs.builder()
                        .nodeAffinity(NodeAffinityArgs.builder()
                                .requiredDuringSchedulingIgnoredDuringExecution(NodeSelectorArgs.builder()
                                        .nodeSelectorTerms(NodeSelectorTermArgs.builder()
                                                .matchExpressions(NodeSelectorRequirementArgs.builder()
                                                        .key(GPU_LABEL)
                                                        .operator("In")
                                                        .values("true")
                                                        .build())
                                                .build())
                                        .build())
                                .build())
                        .build())
                .tolerations(TolerationArgs.builder()
                        .key("nvidia.com/gpu")
                        .operator("Exists")
                        .effect("NoSchedule")
                        .build());
    }
}

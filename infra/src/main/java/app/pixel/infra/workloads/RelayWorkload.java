// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.objects.Labels;
import app.pixel.infra.objects.PullSecret;
import app.pixel.infra.objects.ReadAtStart;
import app.pixel.infra.objects.Scope;
import app.pixel.infra.objects.ServiceDeployment;
import com.pulumi.core.Output;
import com.pulumi.kubernetes.apps.v1.DaemonSet;
import com.pulumi.kubernetes.apps.v1.DaemonSetArgs;
import com.pulumi.kubernetes.apps.v1.Deployment;
import com.pulumi.kubernetes.apps.v1.DeploymentArgs;
import com.pulumi.kubernetes.apps.v1.inputs.DaemonSetSpecArgs;
import com.pulumi.kubernetes.apps.v1.inputs.DaemonSetUpdateStrategyArgs;
import com.pulumi.kubernetes.apps.v1.inputs.DeploymentSpecArgs;
import com.pulumi.kubernetes.apps.v1.inputs.DeploymentStrategyArgs;
import com.pulumi.kubernetes.apps.v1.inputs.RollingUpdateDaemonSetArgs;
import com.pulumi.kubernetes.apps.v1.inputs.RollingUpdateDeploymentArgs;
import com.pulumi.kubernetes.core.v1.ConfigMap;
import com.pulumi.kubernetes.core.v1.ConfigMapArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodTemplateSpecArgs;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * coturn on the TURN nodes, on the nodes' own network. A relay's 16,384 ports cannot go through a Service, and
 * clients must see the address that the relay has.
 *
 * <p>A relay follows the Secret that signs: a restart would refuse clients for as long as the relay drains.
 *
 * <p>The Pod Security levels "restricted" and "baseline" forbid the host's network. So relays live in a namespace of
 * their own.
 */
final class RelayWorkload extends ComponentResource {

    static final String NAME = "coturn";
    static final String FILES = "coturn-files";

    /**
     * A relay holds its node's ports until its sessions have ended, for up to half an hour; its successor is pending
     * until then. Pulumi waits for ten minutes and would fail. A change from one kind of relays to the other would
     * never end: Pulumi deletes the old kind only when the new one is ready.
     */
    private static final Map<String, String> PATIENT = Map.of("pulumi.com/skipAwait", "true");

    /**
     * Declares the relays and their Secrets.
     *
     * @param autoscaled tells that the allocations are published, which the autoscaler asks for
     */
    RelayWorkload(
            Scope around,
            WorkloadSettings settings,
            ClusterNetwork network,
            PlatformSecrets secrets,
            boolean autoscaled) {
        super("pixel:workloads:TurnRelays", NAME, around.component());
        TurnSettings turn = settings.turn();
        Scope scope = around.under(this);
        Labels labels = new Labels(NAME);

        ServiceDeployment.account(scope, labels);
        Resource signing = Turn.signingSecret(scope, labels, secrets);
        Resource caller = Turn.callerSecret(scope, labels, secrets);
        Scope ready = PullSecret.in(scope, settings.registries()).after(List.of(signing, caller, files(scope, labels)));
        PodTemplateSpecArgs pod = new CoturnPod(settings, network)
                .template(
                        labels,
                        new ReadAtStart(List.of(
                                secrets.turnCaller(),
                                Output.of(file("entrypoint.sh")),
                                Output.of(file("turnserver.conf")))));
        switch (turn.mode()) {
            case EVERY_NODE -> onEveryNode(ready, labels, pod);
            case BY_DEMAND -> byDemand(ready, labels, pod, turn, autoscaled);
            case OFF -> throw new IllegalStateException("no relays were asked for");
        }
        ServiceDeployment.budget(scope, labels);
        registerOutputs(Map.of());
    }

    private static void onEveryNode(Scope scope, Labels labels, PodTemplateSpecArgs pod) {
        new DaemonSet(
                NAME,
                DaemonSetArgs.builder()
                        .metadata(scope.named(NAME, labels, PATIENT))
                        .spec(DaemonSetSpecArgs.builder()
                                .selector(labels.selector())
                                .updateStrategy(DaemonSetUpdateStrategyArgs.builder()
                                        .type("RollingUpdate")
                                        .rollingUpdate(RollingUpdateDaemonSetArgs.builder()
                                                .maxUnavailable(1)
                                                .build())
                                        .build())
                                .template(pod)
                                .build())
                        .build(),
                scope.options());
    }

    /** Host ports keep two relays off one node, so one relay too many asks the cluster autoscaler for a node. */
    private static void byDemand(
            Scope scope, Labels labels, PodTemplateSpecArgs pod, TurnSettings turn, boolean autoscaled) {
        DeploymentSpecArgs.Builder spec = DeploymentSpecArgs.builder()
                .selector(labels.selector())
                .strategy(DeploymentStrategyArgs.builder()
                        .type("RollingUpdate")
                        .rollingUpdate(RollingUpdateDeploymentArgs.builder()
                                .maxSurge(0)
                                .maxUnavailable(1)
                                .build())
                        .build())
                .template(pod);
        new Deployment(
                NAME,
                DeploymentArgs.builder()
                        .metadata(scope.named(NAME, labels, PATIENT))
                        .spec(autoscaled ? spec.build() : spec.replicas(1).build())
                        .build(),
                scope.options());
        if (autoscaled) {
            Autoscalers.byAllocations(scope, turn);
        }
    }

    private static Resource files(Scope scope, Labels labels) {
        return new ConfigMap(
                FILES,
                ConfigMapArgs.builder()
                        .metadata(scope.named(FILES, labels))
                        .data(Map.of(
                                "entrypoint.sh", file("entrypoint.sh"),
                                "turnserver.conf", file("turnserver.conf")))
                        .build(),
                scope.options());
    }

    private static String file(String name) {
        try (InputStream in =
                Objects.requireNonNull(RelayWorkload.class.getResourceAsStream("/app/pixel/infra/coturn/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

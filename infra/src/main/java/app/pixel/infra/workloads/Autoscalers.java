// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.objects.Labels;
import app.pixel.infra.objects.Scope;
import com.pulumi.kubernetes.autoscaling.v2.HorizontalPodAutoscaler;
import com.pulumi.kubernetes.autoscaling.v2.HorizontalPodAutoscalerArgs;
import com.pulumi.kubernetes.autoscaling.v2.inputs.CrossVersionObjectReferenceArgs;
import com.pulumi.kubernetes.autoscaling.v2.inputs.HPAScalingPolicyArgs;
import com.pulumi.kubernetes.autoscaling.v2.inputs.HPAScalingRulesArgs;
import com.pulumi.kubernetes.autoscaling.v2.inputs.HorizontalPodAutoscalerBehaviorArgs;
import com.pulumi.kubernetes.autoscaling.v2.inputs.HorizontalPodAutoscalerSpecArgs;
import com.pulumi.kubernetes.autoscaling.v2.inputs.MetricIdentifierArgs;
import com.pulumi.kubernetes.autoscaling.v2.inputs.MetricSpecArgs;
import com.pulumi.kubernetes.autoscaling.v2.inputs.MetricTargetArgs;
import com.pulumi.kubernetes.autoscaling.v2.inputs.ObjectMetricSourceArgs;
import com.pulumi.kubernetes.autoscaling.v2.inputs.PodsMetricSourceArgs;
import com.pulumi.kubernetes.autoscaling.v2.inputs.ResourceMetricSourceArgs;

/** The autoscalers, which decide how many pods of a Deployment there are. Such a Deployment declares no replicas. */
final class Autoscalers {

    /** The name under which prometheus-adapter publishes the matchmaker's demand ratio. */
    static final String DEMAND = "player_stream_pool_ratio";

    /** The same for coturn's allocations. */
    static final String ALLOCATIONS = "turn_relay_allocations";

    private Autoscalers() {}

    /**
     * Streams by players for each ready stream. It scales up at once, two pods or a tenth every quarter of a minute.
     * It scales down when the demand has been low for half a minute, the pods with the lowest deletion cost first.
     */
    static void byDemand(Scope scope, StreamSettings stream) {
        create(
                scope,
                new Labels(StreamWorkload.NAME),
                stream.minimum(),
                stream.maximum(),
                MetricSpecArgs.builder()
                        .type("Object")
                        .object(ObjectMetricSourceArgs.builder()
                                .describedObject(CrossVersionObjectReferenceArgs.builder()
                                        .apiVersion("v1")
                                        .kind("Service")
                                        .name(MatchmakerWorkload.NAME)
                                        .build())
                                .metric(MetricIdentifierArgs.builder()
                                        .name(DEMAND)
                                        .build())
                                .target(MetricTargetArgs.builder()
                                        .type("Value")
                                        .value(Math.round(stream.demand() * 1000) + "m")
                                        .build())
                                .build())
                        .build());
    }

    /** Relays by allocations on each. */
    static void byAllocations(Scope scope, TurnSettings turn) {
        create(
                scope,
                new Labels(RelayWorkload.NAME),
                1,
                turn.maximum(),
                MetricSpecArgs.builder()
                        .type("Pods")
                        .pods(PodsMetricSourceArgs.builder()
                                .metric(MetricIdentifierArgs.builder()
                                        .name(ALLOCATIONS)
                                        .build())
                                .target(MetricTargetArgs.builder()
                                        .type("AverageValue")
                                        .averageValue(String.valueOf(turn.allocationsEach()))
                                        .build())
                                .build())
                        .build());
    }

    static void byCpu(Scope scope, Labels labels) {
        create(
                scope,
                labels,
                1,
                10,
                MetricSpecArgs.builder()
                        .type("Resource")
                        .resource(ResourceMetricSourceArgs.builder()
                                .name("cpu")
                                .target(MetricTargetArgs.builder()
                                        .type("Utilization")
                                        .averageUtilization(50)
                                        .build())
                                .build())
                        .build());
    }

    private static void create(Scope scope, Labels labels, int minimum, int maximum, MetricSpecArgs metric) {
        new HorizontalPodAutoscaler(
                labels.component(),
                HorizontalPodAutoscalerArgs.builder()
                        .metadata(scope.named(labels.component(), labels))
                        .spec(HorizontalPodAutoscalerSpecArgs.builder()
                                .scaleTargetRef(CrossVersionObjectReferenceArgs.builder()
                                        .apiVersion("apps/v1")
                                        .kind("Deployment")
                                        .name(labels.component())
                                        .build())
                                .minReplicas(minimum)
                                .maxReplicas(maximum)
                                .metrics(metric)
                                .behavior(behaviour())
                                .build())
                        .build(),
                scope.options());
    }

    private static HorizontalPodAutoscalerBehaviorArgs behaviour() {
        return HorizontalPodAutoscalerBehaviorArgs.builder()
                .scaleUp(HPAScalingRulesArgs.builder()
                        .stabilizationWindowSeconds(0)
                        .selectPolicy("Max")
                        .policies(policy("Pods", 2), policy("Percent", 10))
                        .build())
                .scaleDown(HPAScalingRulesArgs.builder()
                        .stabilizationWindowSeconds(30)
                        .build())
                .build();
    }

    private static HPAScalingPolicyArgs policy(String type, int value) {
        return HPAScalingPolicyArgs.builder()
                .type(type)
                .value(value)
                .periodSeconds(15)
                .build();
    }
}

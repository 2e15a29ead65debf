// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.infra.RecordedStack;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The numbers that the stack before this one grew and shrank by, which people's capacity plans are made with. */
class AutoscalersTest {

    private static RecordedStack stack;

    @BeforeAll
    static void declare() {
        stack = PlatformFixture.onOke(
                Map.of("podProxy", "true", "podProxyUsers", "operator:hash", "turn", "byDemand", "turnMaximum", "7"));
    }

    @Test
    void streams_follow_the_demand_that_the_matchmaker_publishes() {
        JsonObject spec = spec("stream");
        assertThat(spec.get("minReplicas").getAsInt()).isEqualTo(1);
        assertThat(spec.get("maxReplicas").getAsInt()).isEqualTo(10);
        assertThat(spec.get("metrics")).isEqualTo(JsonParser.parseString("""
                [{"type": "Object", "object": {
                    "describedObject": {"apiVersion": "v1", "kind": "Service", "name": "matchmaker"},
                    "metric": {"name": "player_stream_pool_ratio"},
                    "target": {"type": "Value", "value": "900m"}}}]"""));
    }

    @Test
    void scaling_is_quick_up_but_slow_down() {
        for (String name : new String[] {"stream", "coturn", "pod-proxy"}) {
            assertThat(spec(name).get("behavior")).as(name).isEqualTo(JsonParser.parseString("""
                    {"scaleUp": {"stabilizationWindowSeconds": 0.0, "selectPolicy": "Max", "policies": [
                        {"type": "Pods", "value": 2.0, "periodSeconds": 15.0},
                        {"type": "Percent", "value": 10.0, "periodSeconds": 15.0}]},
                     "scaleDown": {"stabilizationWindowSeconds": 30.0}}"""));
        }
    }

    @Test
    void relays_follow_allocations_while_the_pod_proxy_follows_processors() {
        JsonObject relays = spec("coturn");
        assertThat(relays.get("maxReplicas").getAsInt()).isEqualTo(7);
        assertThat(relays.get("metrics")).isEqualTo(JsonParser.parseString("""
                [{"type": "Pods", "pods": {
                    "metric": {"name": "turn_relay_allocations"},
                    "target": {"type": "AverageValue", "averageValue": "200"}}}]"""));
        JsonObject proxy = spec("pod-proxy");
        assertThat(proxy.get("minReplicas").getAsInt()).isEqualTo(1);
        assertThat(proxy.get("maxReplicas").getAsInt()).isEqualTo(10);
        assertThat(proxy.get("metrics")).isEqualTo(JsonParser.parseString("""
                [{"type": "Resource", "resource": {
                    "name": "cpu", "target": {"type": "Utilization", "averageUtilization": 50.0}}}]"""));
    }

    private static JsonObject spec(String name) {
        return stack.the("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", name)
                .input("spec")
                .getAsJsonObject();
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.infra.Registered;
import com.google.gson.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The firewall that enforces network policies where the cluster's network does not. */
class PolicyEnforcerTest {

    private static Registered enforcer;

    @BeforeAll
    static void declare() {
        enforcer = PlatformFixture.onOke(Map.of("enforcePolicies", "true", "servicesCidr", "10.97.0.0/16"))
                .the("kubernetes:apps/v1:DaemonSet", PolicyEnforcer.NAME);
    }

    @Test
    void it_leaves_routes_with_services_to_the_cluster() {
        assertThat(container().get("args").toString())
                .contains("\"--run-router=false\"", "\"--run-service-proxy=false\"", "\"--run-firewall=true\"");
    }

    @Test
    void it_knows_the_addresses_of_services() {
        assertThat(container().get("args").toString()).contains("\"--service-cluster-ip-range=10.97.0.0/16\"");
    }

    @Test
    void it_runs_on_nodes_with_any_taint() {
        assertThat(enforcer.pod().get("tolerations").toString()).isEqualTo("[{\"operator\":\"Exists\"}]");
    }

    @Test
    void a_stack_that_does_not_ask_for_it_has_none() {
        assertThat(PlatformFixture.onOke(Map.of()).named("kubernetes:apps/v1:DaemonSet", PolicyEnforcer.NAME))
                .isEmpty();
    }

    private static JsonObject container() {
        return enforcer.pod().getAsJsonArray("containers").get(0).getAsJsonObject();
    }
}

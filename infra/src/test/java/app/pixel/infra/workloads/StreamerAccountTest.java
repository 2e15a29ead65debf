// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.infra.Registered;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The token by which the matchmaker knows a stream. */
class StreamerAccountTest {

    private static final String DEPLOYMENT = "kubernetes:apps/v1:Deployment";

    private static JsonObject pod(String name, String streamerTokens) {
        Registered workload =
                PlatformFixture.onOke(Map.of("streamerTokens", streamerTokens)).the(DEPLOYMENT, name);
        return workload.pod();
    }

    private static JsonObject container(JsonObject pod, String name) {
        return pod.getAsJsonArray("containers").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(container -> container.get("name").getAsString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_matchmaker_asks_for_the_account_of_the_streams() {
        JsonObject matchmaker = container(pod(MatchmakerWorkload.NAME, "true"), MatchmakerWorkload.NAME);

        assertThat(matchmaker.get("args").toString()).contains("\"--streamer-account\",\"stream\"");
        assertThat(pod(StreamWorkload.NAME, "true").get("serviceAccountName").getAsString())
                .isEqualTo("stream");
    }

    @Test
    void a_sidecar_has_a_token_for_the_matchmaker_alone() {
        JsonObject pod = pod(StreamWorkload.NAME, "true");

        assertThat(pod.get("volumes").toString()).contains("\"audience\":\"pixel-matchmaker\"", "\"path\":\"token\"");
        assertThat(pod.get("automountServiceAccountToken").getAsBoolean()).isFalse();
        assertThat(container(pod, "signalling").get("args").toString())
                .contains("\"--matchmaker-token-file\",\"/run/secrets/matchmaker-token/token\"");
        assertThat(container(pod, "signalling").get("volumeMounts").toString())
                .contains("/run/secrets/matchmaker-token");
    }

    @Test
    void the_application_does_not_see_the_token() {
        JsonObject pod = pod(StreamWorkload.NAME, "true");

        assertThat(pod.getAsJsonArray("containers").asList().stream()
                        .filter(container -> container.toString().contains("matchmaker-token")))
                .hasSize(1);
    }

    @Test
    void a_stack_that_trusts_its_network_needs_no_token() {
        assertThat(pod(StreamWorkload.NAME, "false").toString()).doesNotContain("matchmaker-token");
        assertThat(pod(MatchmakerWorkload.NAME, "false").toString()).doesNotContain("--streamer-account");
    }
}

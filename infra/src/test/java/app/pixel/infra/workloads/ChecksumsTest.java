// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.infra.RecordedStack;
import app.pixel.infra.Registered;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A change of a secret replaces the pods that read it when they start, and no others. */
class ChecksumsTest {

    private static final Map<String, String> SETTINGS = Map.of("lobby", "inCluster", "turn", "everyNode");

    private static Map<String, String> before;

    @BeforeAll
    static void declare() {
        before = checksums(PlatformFixture.onOke(SETTINGS));
    }

    @Test
    void pods_that_read_secrets_at_their_start_have_a_checksum() {
        assertThat(before).containsOnlyKeys("matchmaker", "coturn", "stream", "lobby");
    }

    @Test
    void the_same_secrets_have_the_same_checksum() {
        assertThat(checksums(PlatformFixture.onOke(SETTINGS))).isEqualTo(before);
    }

    @Test
    void another_turn_secret_replaces_no_pod_as_both_its_readers_follow_it() {
        RecordedStack changed = PlatformFixture.onOke(SETTINGS, "turn-secret");

        assertThat(changed(changed)).isEmpty();
        assertThat(signing(changed)).doesNotContainAnyElementsOf(signing(PlatformFixture.onOke(SETTINGS)));
    }

    private static List<String> signing(RecordedStack stack) {
        return stack.named("kubernetes:core/v1:Secret", "turn-signing").stream()
                .map(secret -> secret.input("stringData").toString())
                .toList();
    }

    @Test
    void another_session_secret_replaces_matchmakers() {
        assertThat(changed(PlatformFixture.onOke(SETTINGS, "session"))).containsOnlyKeys("matchmaker");
    }

    @Test
    void another_lobby_password_replaces_the_lobby_with_its_matchmakers() {
        assertThat(changed(PlatformFixture.onOke(SETTINGS, "lobby"))).containsOnlyKeys("matchmaker", "lobby");
    }

    @Test
    void the_checksum_of_a_secret_is_kept_secret() {
        JsonElement sent = PlatformFixture.onOke(SETTINGS)
                .the("kubernetes:apps/v1:Deployment", "stream")
                .sent();
        for (String step : List.of("spec", "template", "metadata", "annotations")) {
            sent = sent.getAsJsonObject().get(step);
        }
        JsonObject annotations = sent.getAsJsonObject();
        assertThat(Registered.isSecret(annotations.get("app.pixel/checksum"))).isTrue();
        assertThat(annotations
                        .get("cluster-autoscaler.kubernetes.io/safe-to-evict")
                        .getAsString())
                .isEqualTo("false");
    }

    private static Map<String, String> changed(RecordedStack stack) {
        Map<String, String> changed = checksums(stack);
        changed.entrySet().removeAll(before.entrySet());
        return changed;
    }

    private static Map<String, String> checksums(RecordedStack stack) {
        Map<String, String> checksums = new TreeMap<>();
        for (Registered workload : stack.workloads()) {
            var metadata = workload.input("spec.template.metadata").getAsJsonObject();
            if (metadata.has("annotations")
                    && metadata.getAsJsonObject("annotations").has("app.pixel/checksum")) {
                checksums.put(
                        workload.name(),
                        metadata.getAsJsonObject("annotations")
                                .get("app.pixel/checksum")
                                .getAsString());
            }
        }
        return checksums;
    }
}

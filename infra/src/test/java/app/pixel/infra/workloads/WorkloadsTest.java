// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.infra.RecordedStack;
import app.pixel.infra.Registered;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What holds in every shape of a stack. */
class WorkloadsTest {

    private static final Map<String, String> EVERYTHING = Map.ofEntries(
            Map.entry("host", "play.example.com"),
            Map.entry("acmeEmail", "ops@example.com"),
            Map.entry("tls", "production"),
            Map.entry("pathPrefix", "/game"),
            Map.entry("podProxy", "true"),
            Map.entry("podProxyUsers", "operator:" + PlatformFixture.SECRET_WORD),
            Map.entry("matchmakers", "3"),
            Map.entry("lobby", "inCluster"),
            Map.entry("turn", "byDemand"),
            Map.entry("gpuSharing", "timeSlicing"),
            Map.entry("controlActions", "[\"quality\"]"),
            Map.entry("registryServer", "fra.ocir.io"),
            Map.entry("registryUser", "tenancy/puller"),
            Map.entry("registryToken", PlatformFixture.SECRET_WORD));

    private static final Map<String, String> SMALL =
            Map.of("streamer", "simulated", "gpuSharing", "none", "turn", "off");

    private static final Map<String, String> EXTERNAL_LOBBY = Map.of(
            "matchmakers", "2",
            "lobby", "external",
            "lobbyUrl", "rediss://:" + PlatformFixture.SECRET_WORD + "@cache.example.com:6380",
            "gpuSharing", "shared");

    static final List<RecordedStack> SHAPES = List.of(
            PlatformFixture.onOke(Map.of()),
            PlatformFixture.onOke(EVERYTHING),
            PlatformFixture.onOke(EXTERNAL_LOBBY),
            PlatformFixture.onExistingCluster(SMALL));

    @ParameterizedTest
    @FieldSource("SHAPES")
    void every_resource_of_the_cluster_has_the_clusters_provider(RecordedStack stack) {
        assertThat(kubernetes(stack))
                .allSatisfy(resource -> assertThat(resource.provider()).isEqualTo("cluster"));
    }

    @ParameterizedTest
    @FieldSource("SHAPES")
    void no_secret_leaves_in_plain_text(RecordedStack stack) {
        assertThat(stack.resources())
                .allSatisfy(resource -> assertThat(plain(resource.sent())).doesNotContain(PlatformFixture.SECRET_WORD));
    }

    @ParameterizedTest
    @FieldSource("SHAPES")
    void every_container_is_restricted_and_has_requests_and_limits(RecordedStack stack) {
        assertThat(containers(stack)).isNotEmpty().allSatisfy(container -> {
            JsonObject security = container.getAsJsonObject("securityContext");
            assertThat(security.get("allowPrivilegeEscalation").getAsBoolean()).isFalse();
            assertThat(security.get("readOnlyRootFilesystem").getAsBoolean()).isTrue();
            assertThat(security.getAsJsonObject("capabilities").get("drop").toString())
                    .isEqualTo("[\"ALL\"]");
            assertThat(security.has("privileged")).isFalse();
            for (String kind : List.of("requests", "limits")) {
                assertThat(container
                                .getAsJsonObject("resources")
                                .getAsJsonObject(kind)
                                .keySet())
                        .contains("cpu", "memory");
            }
            assertThat(container.has("livenessProbe")).isTrue();
        });
    }

    @ParameterizedTest
    @FieldSource("SHAPES")
    void every_image_is_named_with_a_tag_that_is_not_latest(RecordedStack stack) {
        assertThat(containers(stack))
                .allSatisfy(container -> assertThat(container.get("image").getAsString())
                        .matches(".+/.+:[^:/]+")
                        .doesNotEndWith(":latest"));
    }

    @ParameterizedTest
    @FieldSource("SHAPES")
    void only_relays_are_on_the_hosts_network_and_their_namespace_holds_nothing_else(RecordedStack stack) {
        assertThat(pods(stack)).allSatisfy(workload -> {
            JsonObject pod = podOf(workload);
            boolean relay = workload.text("metadata.namespace").equals("pixel-turn");
            assertThat(pod.has("hostNetwork")).isEqualTo(relay);
            assertThat(pod.getAsJsonObject("securityContext").get("runAsUser").getAsInt())
                    .isEqualTo(10001);
            assertThat(pod.getAsJsonObject("securityContext")
                            .get("runAsNonRoot")
                            .getAsBoolean())
                    .isTrue();
        });
    }

    @ParameterizedTest
    @FieldSource("SHAPES")
    void every_release_is_atomic_pinned_and_bounded_in_time(RecordedStack stack) {
        assertThat(stack.ofType("kubernetes:helm.sh/v3:Release")).isNotEmpty().allSatisfy(release -> {
            assertThat(release.text("version")).matches("v?\\d+\\.\\d+\\.\\d+");
            assertThat(release.input("atomic").getAsBoolean()).isTrue();
            assertThat(release.input("timeout").getAsInt()).isBetween(300, 1800);
            assertThat(release.text("name")).isEqualTo(release.name());
        });
    }

    static List<Registered> kubernetes(RecordedStack stack) {
        return stack.resources().stream()
                .filter(resource -> resource.type().startsWith("kubernetes:"))
                .toList();
    }

    static List<Registered> pods(RecordedStack stack) {
        return Stream.of("Deployment", "DaemonSet", "StatefulSet")
                .flatMap(kind -> stack.ofType("kubernetes:apps/v1:" + kind).stream())
                .toList();
    }

    static JsonObject podOf(Registered workload) {
        return workload.input("spec.template.spec").getAsJsonObject();
    }

    static List<JsonObject> containers(RecordedStack stack) {
        List<JsonObject> containers = new ArrayList<>();
        pods(stack)
                .forEach(workload -> podOf(workload)
                        .getAsJsonArray("containers")
                        .forEach(container -> containers.add(container.getAsJsonObject())));
        return containers;
    }

    /** All text of a request that is not in a secret's envelope. */
    private static String plain(JsonElement sent) {
        return switch (sent) {
            case JsonObject object when Registered.isSecret(object) -> "";
            case JsonObject object ->
                String.join(
                        " ",
                        object.asMap().values().stream()
                                .map(WorkloadsTest::plain)
                                .toList());
            case JsonArray array ->
                String.join(
                        " ", array.asList().stream().map(WorkloadsTest::plain).toList());
            case JsonPrimitive text -> text.getAsString();
            default -> "";
        };
    }
}

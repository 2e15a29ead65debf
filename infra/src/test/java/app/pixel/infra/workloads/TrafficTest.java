// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.infra.RecordedStack;
import app.pixel.infra.Registered;
import app.pixel.infra.objects.Labels;
import app.pixel.infra.objects.Scope;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.pulumi.resources.ComponentResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The network policies, read back as "who direction whom protocol port": each needed one is there, and none more. */
class TrafficTest {

    private static final String POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

    private static final Set<String> SMALLEST = Set.of(
            "matchmaker < traefik TCP 3000",
            "matchmaker < stream TCP 9999",
            "matchmaker < monitoring TCP 9000",
            "matchmaker > stream TCP 3000",
            "matchmaker > 0.0.0.0/0 TCP 443",
            "matchmaker > 0.0.0.0/0 TCP 6443",
            "player < traefik TCP 8080",
            "player < monitoring TCP 9000",
            "stream < matchmaker TCP 3000",
            "stream < monitoring TCP 9000",
            "stream < 0.0.0.0/0 UDP 1024-65535",
            "stream > 0.0.0.0/0 UDP 1024-65535",
            "stream > kube-dns TCP 53",
            "stream > kube-dns UDP 53",
            "stream > matchmaker TCP 9999");

    private static final Set<String> MORE = Set.of(
            "acme-solver < traefik TCP 8089",
            "lobby < matchmaker TCP 6379",
            "matchmaker > lobby TCP 6379",
            "matchmaker > kube-dns TCP 53",
            "matchmaker > kube-dns UDP 53",
            "pod-proxy < traefik TCP 8080",
            "pod-proxy < monitoring TCP 9000",
            "pod-proxy > stream TCP 8111",
            "stream < pod-proxy TCP 8111",
            "stream > turn-credentials TCP 3000",
            "stream > 0.0.0.0/0 TCP 3478",
            "turn-credentials < stream TCP 3000",
            "turn-credentials < 10.26.11.0/24 TCP 3000",
            "turn-credentials < 10.244.0.0/16 TCP 3000",
            "turn-credentials < monitoring TCP 9000",
            "turn-credentials > 0.0.0.0/0 TCP 443",
            "turn-credentials > 0.0.0.0/0 TCP 6443");

    private static final Map<String, String> EVERYTHING = Map.of(
            "podProxy", "true",
            "podProxyUsers", "operator:hash",
            "lobby", "inCluster",
            "host", "play.example.com",
            "tls", "staging",
            "acmeEmail", "ops@example.com");

    @Test
    void the_smallest_stack_has_only_these_arrows() {
        assertThat(arrows(PlatformFixture.onExistingCluster(
                        Map.of("streamer", "simulated", "gpuSharing", "none", "turn", "off"))))
                .isEqualTo(SMALLEST);
    }

    @Test
    void an_engine_with_bounded_media_ports_opens_no_others() {
        assertThat(arrows(PlatformFixture.onOke(Map.of("engine", "ue5.5"))))
                .contains("stream < 0.0.0.0/0 UDP 49152-50175")
                .doesNotContain("stream < 0.0.0.0/0 UDP 1024-65535");
    }

    @Test
    void a_matchmaker_that_reads_an_issuers_keys_may_resolve_names() {
        String signIn = "{\"issuer\": \"https://login.example.com\", \"audience\": \"play\"}";
        Set<String> more = arrows(PlatformFixture.onOke(Map.of("signIn", signIn)));
        more.removeAll(arrows(PlatformFixture.onOke(Map.of())));
        assertThat(more).containsExactlyInAnyOrder("matchmaker > kube-dns TCP 53", "matchmaker > kube-dns UDP 53");
    }

    @Test
    void a_larger_stack_adds_only_these_arrows() {
        Set<String> more = arrows(PlatformFixture.onOke(EVERYTHING));
        more.removeAll(arrows(PlatformFixture.onOke(Map.of("turn", "off"))));
        assertThat(more).isEqualTo(MORE);
    }

    /** Each arrow makes a rule at either end; without it the sets above are not complete. */
    @Test
    void no_arrow_can_be_removed_unnoticed() {
        List<TrafficArrow> drawn = TrafficArrow.drawn(
                PlatformFixture.workloadSettings(EVERYTHING), PlatformFixture.OKE_NETWORK, true, true);
        Set<String> needed = new TreeSet<>(SMALLEST);
        needed.addAll(MORE);
        assertThat(drawn).doesNotHaveDuplicates();
        assertThat(policies(drawn)).isEqualTo(needed);
        for (TrafficArrow removed : drawn) {
            List<TrafficArrow> left = new ArrayList<>(drawn);
            left.remove(removed);
            assertThat(policies(left)).as("without %s", removed).isNotEqualTo(needed);
        }
    }

    private static Set<String> policies(List<TrafficArrow> arrows) {
        return arrows(RecordedStack.of(_ -> new TrafficPolicies(
                new Scope("pixel", new ComponentResource("pixel:test:Parent", "parent"), List.of()), arrows)));
    }

    @Test
    void a_pod_without_a_policy_may_do_nothing() {
        JsonObject spec = PlatformFixture.onOke(Map.of())
                .the(POLICY, "default-deny")
                .input("spec")
                .getAsJsonObject();
        assertThat(spec.get("policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
        assertThat(spec.getAsJsonObject("podSelector").isEmpty()).isTrue();
        assertThat(spec.has("ingress")).isFalse();
        assertThat(spec.has("egress")).isFalse();
    }

    private static Set<String> arrows(RecordedStack stack) {
        Set<String> arrows = new TreeSet<>();
        for (Registered policy : stack.ofType(POLICY)) {
            JsonObject spec = policy.input("spec").getAsJsonObject();
            read(policy.name() + " <", spec, "ingress", "from", arrows);
            read(policy.name() + " >", spec, "egress", "to", arrows);
        }
        return arrows;
    }

    private static void read(String who, JsonObject spec, String direction, String peers, Set<String> arrows) {
        if (!spec.has(direction)) {
            return;
        }
        for (JsonElement rule : spec.getAsJsonArray(direction)) {
            for (JsonElement peer : rule.getAsJsonObject().getAsJsonArray(peers)) {
                for (JsonElement port : rule.getAsJsonObject().getAsJsonArray("ports")) {
                    arrows.add("%s %s %s %s"
                            .formatted(
                                    who,
                                    name(peer.getAsJsonObject()),
                                    port.getAsJsonObject().get("protocol").getAsString(),
                                    ports(port.getAsJsonObject())));
                }
            }
        }
    }

    private static String name(JsonObject peer) {
        if (peer.has("ipBlock")) {
            return peer.getAsJsonObject("ipBlock").get("cidr").getAsString();
        }
        String kind = peer.has("podSelector") ? "podSelector" : "namespaceSelector";
        JsonObject labels = peer.getAsJsonObject(kind).getAsJsonObject("matchLabels");
        for (String label : new String[] {Labels.NAME, "k8s-app", "kubernetes.io/metadata.name"}) {
            if (labels.has(label)) {
                return labels.get(label).getAsString();
            }
        }
        return labels.toString();
    }

    private static String ports(JsonObject port) {
        int first = port.get("port").getAsInt();
        return port.has("endPort") ? first + "-" + port.get("endPort").getAsInt() : String.valueOf(first);
    }
}

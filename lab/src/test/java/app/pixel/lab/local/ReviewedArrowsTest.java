// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReviewedArrowsTest {

    private static final Arrow REPORT = new Arrow("stream", "matchmaker", "TCP", 9999);
    private static final Arrow MEDIA = new Arrow("stream", "world", "UDP", 40_000);
    private static final Set<String> OURS = Set.of("stream", "matchmaker");

    private final ReviewedArrows reviewed = ReviewedArrows.of(List.of(policy("""
            metadata: {name: stream}
            spec:
              podSelector: {matchLabels: {app.kubernetes.io/name: stream}}
              egress:
                - to: [{podSelector: {matchLabels: {app.kubernetes.io/name: matchmaker}}}]
                  ports: [{protocol: TCP, port: 9999}]
                - to: [{ipBlock: {cidr: 0.0.0.0/0}}]
                  ports: [{protocol: UDP, port: 1024, endPort: 65535}]
            """), policy("""
            metadata: {name: matchmaker}
            spec:
              podSelector: {matchLabels: {app.kubernetes.io/name: matchmaker}}
              ingress:
                - from: [{podSelector: {matchLabels: {app.kubernetes.io/name: stream}}}]
                  ports: [{protocol: TCP, port: 9999}]
                - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: traefik}}}]
                  ports: [{protocol: TCP, port: 3000}]
            """)));

    private static HasMetadata policy(String yaml) {
        return Serialization.unmarshal(
                "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n" + yaml, NetworkPolicy.class);
    }

    @Test
    void an_allowed_arrow_that_no_connection_needs_is_named() {
        Set<Arrow> opened = Set.of(REPORT, MEDIA);

        assertThat(reviewed.refused(opened, OURS)).isEmpty();
        assertThat(reviewed.unused(opened)).containsExactly("matchmaker may be asked by traefik [3000/TCP]");
    }

    @Test
    void the_ports_to_try_are_the_ends_of_each_rule_with_their_neighbours() {
        assertThat(reviewed.ports())
                .containsExactly(1023, 1024, 1025, 2999, 3000, 3001, 9998, 9999, 10_000, 65_534, 65_535);
    }

    @Test
    void an_arrow_that_one_side_does_not_allow_is_refused() {
        var otherPort = new Arrow("stream", "matchmaker", "TCP", 3000);
        var unasked = new Arrow("matchmaker", "stream", "TCP", 9999);
        var otherProtocol = new Arrow("stream", "matchmaker", "UDP", 999);
        var stranger = new Arrow("world", "matchmaker", "TCP", 9999);

        assertThat(reviewed.refused(Set.of(otherPort, unasked, otherProtocol, stranger), OURS))
                .containsExactlyInAnyOrder(otherPort, unasked, otherProtocol, stranger);
    }
}

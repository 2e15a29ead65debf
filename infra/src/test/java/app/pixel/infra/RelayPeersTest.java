// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The ports that streams take media on, as the relay's node knows them and as the stream's policy does. */
class RelayPeersTest {
    private static final Pattern PEERS = Pattern.compile("udp dport (\\d+)-(\\d+) accept");

    @Test
    void relays_reach_every_port_that_a_bounded_engine_takes_media_on() {
        var stack = Stacks.declared("prod", Map.of("engine", "ue5.5"));
        var script = new String(
                Base64.getDecoder()
                        .decode(stack.the("oci:ContainerEngine/nodePool:NodePool", "pixel-prod-turn")
                                .text("nodeMetadata.user_data")),
                StandardCharsets.UTF_8);
        var peers = PEERS.matcher(script);
        assertThat(peers.find()).isTrue();
        var media = stack
                .the("kubernetes:networking.k8s.io/v1:NetworkPolicy", "stream")
                .input("spec.ingress")
                .getAsJsonArray()
                .asList()
                .stream()
                .map(rule ->
                        rule.getAsJsonObject().getAsJsonArray("ports").get(0).getAsJsonObject())
                .filter(port -> port.get("protocol").getAsString().equals("UDP"))
                .findFirst()
                .orElseThrow();
        assertThat(media.get("port").getAsInt())
                .isBetween(Integer.parseInt(peers.group(1)), Integer.parseInt(peers.group(2)));
        assertThat(media.get("endPort").getAsInt())
                .isBetween(Integer.parseInt(peers.group(1)), Integer.parseInt(peers.group(2)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import app.pixel.infra.network.NetworkSettings;
import app.pixel.infra.settings.Cidr;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rules of a TURN node for the packets that its relay sends.
 *
 * <p>coturn compares the addresses of peers, never their ports. A player could send through it to any UDP port of any
 * pod, such as the name service's. The node therefore lets the relay's user open flows inside to pods only, at
 * the ports that streams take media on. Flows that came from inside go on, and the world stays open.
 *
 * @param inside blocks of the network, its pods and its services
 * @param streams the block of pods
 */
record RelayFirewall(List<Cidr> inside, Cidr streams) {
    /** Linux's range for ports that a program does not choose: WebRTC takes media on these. */
    static final int FIRST_MEDIA_PORT = 32_768;

    static final int LAST_MEDIA_PORT = 60_999;

    RelayFirewall {
        inside = List.copyOf(inside);
    }

    static RelayFirewall of(NetworkSettings network) {
        return new RelayFirewall(
                List.of(network.vcnCidr(), network.podsCidr(), network.servicesCidr(), Cidr.of("169.254.0.0/16")),
                network.podsCidr());
    }

    /** In the language of nftables; loading them twice leaves them once. */
    String rules() {
        return """
                table inet pixel_relay
                delete table inet pixel_relay
                table inet pixel_relay {
                  chain sent_by_relay {
                    type filter hook output priority 0; policy accept;
                    meta skuid != %d accept
                    meta l4proto != udp accept
                    ct state established accept
                    ip daddr %s udp dport %d-%d accept
                    ip daddr { %s } counter drop
                  }
                }
                """.formatted(
                        RelayUser.ID,
                        streams,
                        FIRST_MEDIA_PORT,
                        LAST_MEDIA_PORT,
                        inside.stream().map(Cidr::toString).collect(Collectors.joining(", ")));
    }

    /** A part of the node's first script. A node that has no rules carries no relay: it does not join. */
    String script() {
        return """
                command -v nft >/dev/null || dnf -y install nftables
                mkdir -p /etc/pixel
                cat >/etc/pixel/relay.nft <<'RULES'
                %sRULES
                cat >/etc/systemd/system/pixel-relay-firewall.service <<'UNIT'
                [Unit]
                Description=Peers of the TURN relay
                Before=kubelet.service
                [Service]
                Type=oneshot
                RemainAfterExit=yes
                ExecStart=/usr/sbin/nft -f /etc/pixel/relay.nft
                [Install]
                WantedBy=multi-user.target
                RequiredBy=kubelet.service
                UNIT
                systemctl daemon-reload
                systemctl enable --now pixel-relay-firewall.service || exit 1
                """.formatted(rules());
    }
}

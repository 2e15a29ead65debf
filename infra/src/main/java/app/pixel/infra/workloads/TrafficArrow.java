// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.objects.ServiceContainer;
import app.pixel.infra.workloads.EdgeSettings.Tls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One party that may talk to another, and at which ports. Every other connection is denied. (Relays are not here:
 * network policies do not reach pods on the host's network, and the cloud's security groups guard those.)
 */
record TrafficArrow(Party from, Party to, String protocol, List<Ports> ports) {

    /** An end of an arrow. */
    sealed interface Party {

        /** One component of ours. */
        record Component(String name) implements Party {}

        /** Every pod of another namespace. */
        record Namespace(String name) implements Party {}

        /** The pods that cert-manager starts here to prove the host. */
        record AcmeSolver() implements Party {}

        /** The cluster's name service. */
        record Dns() implements Party {}

        /**
         * A process on the network of a relay's node. Its packets come from the node's address, or from that node's
         * address in the overlay, which is one of the pods' block. It is the world in a cluster whose relay nodes are
         * unknown. A token guards the service that relays ask.
         */
        record RelayNodes(List<String> blocks) implements Party {
            public RelayNodes {
                blocks = List.copyOf(blocks);
            }
        }

        /** Any address in or outside the cluster. */
        record World() implements Party {}
    }

    record Ports(int first, int last) {}

    /** Every port that needs no privilege. */
    static final Ports UNPRIVILEGED = new Ports(1024, 65535);

    TrafficArrow {
        ports = List.copyOf(ports);
    }

    /** Every arrow of a stack, sorted by who asks. */
    static List<TrafficArrow> drawn(
            WorkloadSettings settings, ClusterNetwork network, boolean routed, boolean monitored) {
        List<TrafficArrow> arrows = new ArrayList<>();
        Party matchmaker = new Party.Component(MatchmakerWorkload.NAME);
        Party stream = new Party.Component(StreamWorkload.NAME);
        Party player = new Party.Component(PlayerWorkload.NAME);
        Party turnCredentials = new Party.Component(TurnCredentialsWorkload.NAME);
        Party podProxy = new Party.Component(PodProxyWorkload.NAME);
        Party edge = new Party.Namespace("traefik");
        Party world = new Party.World();

        if (routed) {
            arrows.add(tcp(edge, player, PlayerWorkload.WEB_PORT));
            arrows.add(tcp(edge, matchmaker, MatchmakerWorkload.PLAYERS_PORT));
            if (settings.edge().tls() != Tls.NONE) {
                arrows.add(tcp(edge, new Party.AcmeSolver(), 8089));
            }
            if (settings.podProxy().isPresent()) {
                arrows.add(tcp(edge, podProxy, PodProxyWorkload.WEB_PORT));
            }
        }

        arrows.add(tcp(matchmaker, stream, StreamWorkload.PLAYERS_PORT));
        arrows.add(toApiServer(matchmaker));
        switch (settings.lobby()) {
            case LobbySettings.Memory() -> {}
            case LobbySettings.InCluster() ->
                arrows.add(tcp(matchmaker, new Party.Component(LobbyWorkload.NAME), LobbyWorkload.PORT));
            case LobbySettings.External external -> arrows.add(tcp(matchmaker, world, external.port()));
        }
        // The arrow to the API server also leads to the issuer of tokens.
        if (!(settings.lobby() instanceof LobbySettings.Memory)
                || settings.visitors().signIn().isPresent()) {
            arrows.addAll(dns(matchmaker));
        }

        arrows.addAll(dns(stream));
        arrows.add(tcp(stream, matchmaker, MatchmakerWorkload.REPORTS_PORT));
        // Media: a browser or a relay may have any address, and takes any port.
        arrows.add(udp(world, stream, settings.stream().mediaPorts()));
        arrows.add(udp(stream, world, UNPRIVILEGED));
        if (settings.turn().isOn()) {
            arrows.add(tcp(stream, turnCredentials, TurnCredentialsWorkload.API_PORT));
            arrows.add(tcp(stream, world, Turn.PORT));
            arrows.add(tcp(
                    new Party.RelayNodes(network.relayBlocks()), turnCredentials, TurnCredentialsWorkload.API_PORT));
            arrows.add(toApiServer(turnCredentials));
        }

        if (settings.podProxy().isPresent()) {
            arrows.add(tcp(podProxy, stream, settings.stream().restPort()));
        }
        if (monitored) {
            arrows.addAll(scrapes(settings, List.of(matchmaker, stream, player), turnCredentials, podProxy));
        }
        return List.copyOf(arrows);
    }

    private static List<TrafficArrow> scrapes(
            WorkloadSettings settings, List<Party> always, Party turnCredentials, Party podProxy) {
        List<Party> scraped = new ArrayList<>(always);
        if (settings.turn().isOn()) {
            scraped.add(turnCredentials);
        }
        if (settings.podProxy().isPresent()) {
            scraped.add(podProxy);
        }
        Party monitoring = new Party.Namespace("monitoring");
        return scraped.stream()
                .map(party -> tcp(monitoring, party, ServiceContainer.OPERATIONS_PORT))
                .toList();
    }

    private static List<TrafficArrow> dns(Party from) {
        List<Ports> port = List.of(new Ports(53, 53));
        return List.of(
                new TrafficArrow(from, new Party.Dns(), "UDP", port),
                new TrafficArrow(from, new Party.Dns(), "TCP", port));
    }

    /** The API server is no pod, and its address may change. */
    private static TrafficArrow toApiServer(Party from) {
        return tcp(from, new Party.World(), 443, 6443);
    }

    private static TrafficArrow tcp(Party from, Party to, Integer... ports) {
        return new TrafficArrow(
                from,
                to,
                "TCP",
                Arrays.stream(ports).map(port -> new Ports(port, port)).toList());
    }

    private static TrafficArrow udp(Party from, Party to, Ports ports) {
        return new TrafficArrow(from, to, "UDP", List.of(ports));
    }
}

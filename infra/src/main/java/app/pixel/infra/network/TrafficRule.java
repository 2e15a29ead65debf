// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import static app.pixel.infra.network.TrafficRule.Party.API_CLIENTS;
import static app.pixel.infra.network.TrafficRule.Party.BASTION;
import static app.pixel.infra.network.TrafficRule.Party.ENDPOINT;
import static app.pixel.infra.network.TrafficRule.Party.LOAD_BALANCERS;
import static app.pixel.infra.network.TrafficRule.Party.ORACLE_SERVICES;
import static app.pixel.infra.network.TrafficRule.Party.TURN;
import static app.pixel.infra.network.TrafficRule.Party.WORKERS;
import static app.pixel.infra.network.TrafficRule.Party.WORLD;

import java.util.List;

/**
 * One arrow between two parties of the network. {@link SecurityGroups} gives each group of ours its half: egress at the
 * start, ingress at the tip. Traffic that {@link #ALL} does not list is refused.
 */
record TrafficRule(Party from, Party to, Traffic traffic, String why) {

    /** An end of an arrow. */
    public enum Party {
        WORLD,
        /** The blocks of {@code pixel:endpointCidrs}. */
        API_CLIENTS,
        /** Oracle's own services, reached by the service gateway. */
        ORACLE_SERVICES,
        /** The subnet of {@code pixel:bastion}, if there is one. */
        BASTION,
        ENDPOINT,
        WORKERS,
        LOAD_BALANCERS,
        TURN;

        /** True for machines of ours, which have a network security group. */
        boolean isGroup() {
            return switch (this) {
                case ENDPOINT, WORKERS, LOAD_BALANCERS, TURN -> true;
                case WORLD, API_CLIENTS, ORACLE_SERVICES, BASTION -> false;
            };
        }
    }

    /** The packets that an arrow lets through. */
    sealed interface Traffic {
        record Everything() implements Traffic {}

        record Tcp(int first, int last) implements Traffic {}

        record Udp(int first, int last) implements Traffic {}

        /** ICMP 3/4: without it, a packet that is too large for the way disappears silently. */
        record PathMtu() implements Traffic {}
    }

    static final List<TrafficRule> ALL = List.of(
            new TrafficRule(API_CLIENTS, ENDPOINT, tcp(6443), "pulumi and kubectl"),
            new TrafficRule(BASTION, ENDPOINT, tcp(6443), "pulumi and kubectl through the bastion"),
            new TrafficRule(ENDPOINT, ENDPOINT, tcp(6443), "the control plane reaches itself"),
            new TrafficRule(ENDPOINT, ORACLE_SERVICES, allTcp(), "the control plane reaches Oracle's services"),
            new TrafficRule(WORKERS, ENDPOINT, tcp(6443), "kubelet and pods use the Kubernetes API"),
            new TrafficRule(WORKERS, ENDPOINT, tcp(12250), "nodes join"),
            new TrafficRule(WORKERS, ENDPOINT, new Traffic.PathMtu(), "path MTU discovery"),
            new TrafficRule(ENDPOINT, WORKERS, allTcp(), "kubelet, webhooks and aggregated APIs"),
            new TrafficRule(ENDPOINT, WORKERS, new Traffic.PathMtu(), "path MTU discovery"),
            new TrafficRule(TURN, ENDPOINT, tcp(6443), "kubelet and pods use the Kubernetes API"),
            new TrafficRule(TURN, ENDPOINT, tcp(12250), "nodes join"),
            new TrafficRule(TURN, ENDPOINT, new Traffic.PathMtu(), "path MTU discovery"),
            new TrafficRule(ENDPOINT, TURN, allTcp(), "kubelet, webhooks and aggregated APIs"),
            new TrafficRule(ENDPOINT, TURN, new Traffic.PathMtu(), "path MTU discovery"),
            new TrafficRule(WORKERS, WORKERS, new Traffic.Everything(), "pods reach each other over the nodes"),
            new TrafficRule(WORKERS, TURN, new Traffic.Everything(), "pods reach each other; streamers use the relay"),
            new TrafficRule(
                    TURN, WORKERS, new Traffic.Everything(), "pods reach each other; the relay reaches streamers"),
            new TrafficRule(
                    WORKERS, ORACLE_SERVICES, allTcp(), "images, instance metadata, load balancer and pool calls"),
            new TrafficRule(TURN, ORACLE_SERVICES, allTcp(), "images and instance metadata"),
            new TrafficRule(WORKERS, WORLD, new Traffic.Everything(), "media to players, images, certificates"),
            new TrafficRule(WORLD, WORKERS, new Traffic.PathMtu(), "path MTU discovery; opens no port"),
            new TrafficRule(TURN, WORLD, new Traffic.Everything(), "relayed media to players"),
            new TrafficRule(WORLD, TURN, new Traffic.PathMtu(), "path MTU discovery; opens no port"),
            new TrafficRule(WORLD, TURN, tcp(3478), "TURN over TCP"),
            new TrafficRule(WORLD, TURN, udp(3478), "STUN and TURN"),
            new TrafficRule(WORLD, TURN, new Traffic.Tcp(49_152, 65_535), "relayed media over TCP"),
            new TrafficRule(WORLD, TURN, new Traffic.Udp(49_152, 65_535), "relayed media"),
            new TrafficRule(WORLD, LOAD_BALANCERS, tcp(80), "ACME challenges and the redirection to TLS"),
            new TrafficRule(WORLD, LOAD_BALANCERS, tcp(443), "page, WebSockets and APIs"),
            new TrafficRule(
                    LOAD_BALANCERS,
                    WORKERS,
                    new Traffic.Tcp(30_000, 32_767),
                    "node ports of the edge, and their health"),
            new TrafficRule(LOAD_BALANCERS, WORKERS, tcp(10_256), "health of kube-proxy"));

    private static Traffic tcp(int port) {
        return new Traffic.Tcp(port, port);
    }

    private static Traffic udp(int port) {
        return new Traffic.Udp(port, port);
    }

    private static Traffic allTcp() {
        return new Traffic.Tcp(1, 65_535);
    }
}

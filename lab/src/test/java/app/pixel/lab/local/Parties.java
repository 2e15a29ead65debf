// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import app.pixel.lab.node.Listeners;
import app.pixel.lab.node.NetworkNamespace;
import app.pixel.lab.node.Outside;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Pods of a real node and a host outside, one of each kind, which try to reach each other. */
final class Parties implements AutoCloseable {

    static final String OUTSIDE = "outside";

    /** It answers, and asks nothing of others. */
    static final String API_SERVER = "api-server";

    private static final int AT_A_TIME = 16;

    private final Map<String, String> addresses;
    private final Map<String, NetworkNamespace> namespaces = new TreeMap<>();
    private final List<Listeners> listeners = new ArrayList<>();

    private Parties(Map<String, String> addresses, String apiServer) {
        this.addresses = new TreeMap<>(addresses);
        this.addresses.put(API_SERVER, apiServer);
        addresses.forEach((party, address) ->
                namespaces.put(party, party.equals(OUTSIDE) ? Outside.namespace() : NetworkNamespace.ofPod(address)));
    }

    /** Takes one pod of each component in these namespaces of Kubernetes. */
    static Parties of(KubernetesClient client, Collection<String> namespaces) {
        var addresses = new TreeMap<>(Map.of(OUTSIDE, Outside.ADDRESS));
        namespaces.stream()
                .flatMap(namespace -> client.pods().inNamespace(namespace).list().getItems().stream())
                .filter(pod -> pod.getStatus().getPodIP() != null)
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .forEach(pod -> addresses.putIfAbsent(name(pod), pod.getStatus().getPodIP()));
        return new Parties(addresses, client.getMasterUrl().getHost());
    }

    private static String name(Pod pod) {
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        return Stream.of("app.kubernetes.io/name", "k8s-app")
                .map(labels::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(pod.getMetadata().getName());
    }

    Set<String> names() {
        return namespaces.keySet();
    }

    String address(String party) {
        return Objects.requireNonNull(addresses.get(party), party);
    }

    NetworkNamespace namespace(String party) {
        return Objects.requireNonNull(namespaces.get(party), party);
    }

    /** Lets each of them accept connections and answer datagrams at each of these ports. */
    void listen(Collection<Integer> ports) {
        namespaces.values().forEach(namespace -> listeners.add(Listeners.in(namespace, ports)));
    }

    /** Returns every arrow from one of them to a port of another. */
    Set<Arrow> arrows(Collection<Integer> ports) {
        var arrows = new TreeSet<Arrow>();
        for (String target : names()) {
            for (int port : ports) {
                arrows.addAll(arrowsTo(target, "TCP", port));
                arrows.addAll(arrowsTo(target, "UDP", port));
            }
        }
        return arrows;
    }

    Set<Arrow> arrowsTo(String target, String protocol, int port) {
        var arrows = new TreeSet<Arrow>();
        names().stream()
                .filter(source -> !source.equals(target))
                .forEach(source -> arrows.add(new Arrow(source, target, protocol, port)));
        return arrows;
    }

    /** Tries each of these arrows, and returns those that pass. */
    Set<Arrow> open(Set<Arrow> arrows) {
        var open = new ConcurrentSkipListSet<Arrow>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<CompletableFuture<Void>> tries = arrows.stream()
                    .map(arrow -> CompletableFuture.runAsync(
                            () -> {
                                if (open(arrow)) {
                                    open.add(arrow);
                                }
                            },
                            threads))
                    .toList();
            tries.forEach(CompletableFuture::join);
        }
        return open;
    }

    boolean open(Arrow arrow) {
        NetworkNamespace source = namespace(arrow.from());
        String address = address(arrow.to());
        return switch (arrow.protocol()) {
            case "TCP" -> source.connects(address, arrow.port());
            case "UDP" -> source.isAnswered(address, arrow.port());
            default -> throw new IllegalArgumentException(arrow.toString());
        };
    }

    @Override
    public void close() {
        listeners.forEach(Listeners::close);
    }
}

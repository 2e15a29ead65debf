// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.pulumi.Journal.Entry;
import app.pixel.lab.pulumi.Journal.Operation;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** On the way down, nothing goes before what needs it to go. */
final class SafeOrder {

    /** The release that brings the definition of these objects. Without it they can neither be read nor deleted. */
    private static final Map<String, String> DEFINED_BY = Map.of(
            "kubernetes:traefik.io/", "traefik",
            "kubernetes:cert-manager.io/", "cert-manager",
            "kubernetes:monitoring.coreos.com/", "kube-prometheus-stack");

    static void check(List<Entry> entries) {
        List<Entry> deletions = entries.stream()
                .filter(entry -> entry.operation() == Operation.DELETE)
                .toList();
        DEFINED_BY.forEach((group, release) -> before(
                deletions,
                entry -> entry.type().startsWith(group),
                entry -> entry.type().equals(HelmReleases.TYPE) && entry.name().equals(release)));
        before(
                deletions,
                entry -> entry.type().startsWith("kubernetes:"),
                entry -> entry.type().equals(OciStandIn.NODE_POOL));
        before(
                deletions,
                entry -> entry.type().startsWith("kubernetes:"),
                entry -> entry.type().startsWith("oci:"));
        before(
                deletions,
                entry -> entry.type().equals(OciStandIn.NODE_POOL),
                entry -> entry.type().equals(OciStandIn.CLUSTER));
        before(
                deletions,
                entry -> entry.type().equals(OciStandIn.CLUSTER),
                entry -> entry.type().startsWith("oci:Core/"));
    }

    private static void before(List<Entry> deletions, Predicate<Entry> first, Predicate<Entry> then) {
        int lastOfFirst = IntStream.range(0, deletions.size())
                .filter(i -> first.test(deletions.get(i)))
                .max()
                .orElse(-1);
        assertThat(deletions.subList(0, lastOfFirst + 1).stream().filter(then))
                .as("gone before %s was", lastOfFirst < 0 ? "nothing" : deletions.get(lastOfFirst))
                .isEmpty();
    }
}

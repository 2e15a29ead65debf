// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the tests of a class one cluster of their own, and prints what it cost. */
final class ClusterUnderTest implements BeforeAllCallback, ParameterResolver {

    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(ClusterUnderTest.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        Instant before = Instant.now();
        LocalCluster cluster = LocalCluster.start(Tools.of(System.getenv()));
        Duration took = Duration.between(before, Instant.now());
        long bytes = cluster.residentBytes().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        System.out.printf(
                Locale.ROOT,
                "%s: Kubernetes %s was up after %.1f s, with %d MiB resident%n",
                context.getDisplayName(),
                cluster.version(),
                took.toMillis() / 1000.0,
                bytes >> 20);
        context.getStore(HERE).put(LocalCluster.class, cluster);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalCluster.class;
    }

    @Override
    public LocalCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Objects.requireNonNull(context.getStore(HERE).get(LocalCluster.class, LocalCluster.class));
    }
}

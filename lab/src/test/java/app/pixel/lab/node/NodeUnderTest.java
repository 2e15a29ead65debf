// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.node;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every test of a run the same node, started for the first one, and prints what it cost. */
public final class NodeUnderTest implements ParameterResolver {

    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(NodeUnderTest.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RealNode.class;
    }

    @Override
    public RealNode resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return node(context);
    }

    /** The run's node. */
    public static RealNode node(ExtensionContext context) {
        return context.getRoot().getStore(HERE).computeIfAbsent(RealNode.class, type -> started(), RealNode.class);
    }

    private static RealNode started() {
        Instant before = Instant.now();
        RealNode node = RealNode.start(System.getenv());
        System.out.printf(
                Locale.ROOT,
                "a node of Kubernetes %s was up after %.1f s%n",
                node.cluster().version(),
                Duration.between(before, Instant.now()).toMillis() / 1000.0);
        return node;
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.node;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every test of a run the same {@link PlayedStack}, which comes up for the first one. */
public final class StackUnderTest implements ParameterResolver {

    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(StackUnderTest.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PlayedStack.class;
    }

    @Override
    public PlayedStack resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(HERE)
                .computeIfAbsent(
                        PlayedStack.class, type -> PlayedStack.on(NodeUnderTest.node(context)), PlayedStack.class);
    }
}

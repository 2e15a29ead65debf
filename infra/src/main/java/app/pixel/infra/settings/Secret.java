// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.settings;

import com.pulumi.core.Output;

/** A value from the stack's encrypted configuration. It leaves only as a secret output, which the engine encrypts. */
public record Secret(String value) {
    public Output<String> output() {
        return Output.ofSecret(value);
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}

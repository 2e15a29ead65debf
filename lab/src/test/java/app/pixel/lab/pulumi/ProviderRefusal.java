// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

/** A provider's refusal, in the words of the real service. */
final class ProviderRefusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    ProviderRefusal(String message) {
        super(message);
    }
}

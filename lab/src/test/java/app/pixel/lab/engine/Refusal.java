// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.engine;

/** A provider's no, in the words of whoever is played. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    Refusal(String message) {
        super(message);
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.podproxy;

/** The status and the sentence that a request gets instead of a pod's answer. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}

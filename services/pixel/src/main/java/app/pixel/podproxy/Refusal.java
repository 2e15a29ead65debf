// SPDX-License-Identifier: Apache-2.0
package app.pixel.podproxy;

/** Why a request gets no pod's answer: the status and the sentence that it gets instead. */
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
